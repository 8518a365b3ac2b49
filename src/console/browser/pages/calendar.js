import { now } from '../machine.js';
import { nameOfMonth, shiftMonth, thisMonth } from '../parts/months.js';
import { Waiting } from '../parts/notice.js';
import { PageHead, Panel } from '../parts/panel.js';
import { html } from '../preact.js';
import { Link } from '../router.js';
import { useAnswer } from '../use-answer.js';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * When each calendar counts, day by day, as the service understood it.
 * @param {{ query: URLSearchParams }} props
 */
export function CalendarPage({ query }) {
  const month = query.get('month') ?? thisMonth();
  const answer = useAnswer(`/calendars?month=${encodeURIComponent(month)}`);
  return html`
    <${PageHead} title="Calendar: ${nameOfMonth(month)}">
      <${Link} class="button" to=${`/calendar?month=${shiftMonth(month, -1)}`}>Month before<//>
      <${Link} class="button" to="/calendar">This month<//>
      <${Link} class="button" to=${`/calendar?month=${shiftMonth(month, 1)}`}>Next month<//>
    <//>
    ${answer.data === null ? html`<${Waiting} answer=${answer} />` : html`<${Calendars} calendars=${answer.data.calendars} />`}`;
}

/** Where every day is the same, no month has to be drawn.
 * @param {{ calendars: readonly any[] }} props
 */
function Calendars({ calendars }) {
  const always = calendars.filter(({ days }) => days.every(isOpenAllDay));
  const others = calendars.filter((calendar) => !always.includes(calendar));
  return html`
    ${always.map(({ name, hours, timezone }) => html`<${Panel} key=${name} title=${name} note=${`${hours} (${timezone})`} />`)}
    <div class="columns">${others.map((calendar) => html`<${Month} key=${calendar.name} calendar=${calendar} />`)}</div>`;
}

/** @param {{ calendar: any }} props */
function Month({ calendar }) {
  const { name, hours, timezone, days } = calendar;
  const holidays = days.filter((/** @type {any} */ day) => day.holiday !== null);
  return html`
    <${Panel} title=${name} note=${`${hours} (${timezone})`}>
      <div class="table-frame" role="region" tabindex="0" aria-label=${`Month of ${name}`}>
        <table class="month">
          <thead><tr>${weekdays.map((day) => html`<th scope="col"><abbr title=${day}>${day.slice(0, 3)}</abbr></th>`)}</tr></thead>
          <tbody>${weeksOf(days).map((week) => html`<tr>${week.map((day) => html`<${Day} day=${day} />`)}</tr>`)}</tbody>
        </table>
      </div>
      <p class="quiet">${holidays.length === 0 ? 'No holiday counts in this month.' : holidays.map((/** @type {any} */ day) => `${day.date}: ${day.holiday}`).join('; ')}</p>
    <//>`;
}

/** @param {any} day */
function isOpenAllDay({ open }) {
  return open.length === 1 && open[0].from === '00:00' && open[0].to === '24:00';
}

/**
 * Whole weeks from Monday on; null for what lies in another month.
 * @param {readonly any[]} days
 */
function weeksOf(days) {
  const lead = (new Date(`${days[0].date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells = [...Array(lead).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, index) => cells.slice(index * 7, index * 7 + 7));
}

/** @param {{ day: any }} props */
function Day({ day }) {
  if (day === null) return html`<td class="outside"></td>`;
  const isToday = day.date === new Date(now()).toISOString().slice(0, 10);
  const kind = day.holiday !== null ? 'holiday' : day.open.length === 0 ? 'closed' : 'open';
  return html`
    <td class="day ${kind}" aria-current=${isToday ? 'date' : undefined}>
      <span class="date">${Number(day.date.slice(8))}</span>
      <span>${day.holiday ?? (day.open.length === 0 ? 'closed' : day.open.map((/** @type {any} */ { from, to }) => `${from}–${to}`).join(', '))}</span>
    </td>`;
}
