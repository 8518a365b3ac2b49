import { formatCount, formatTarget } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Empty } from '../parts/notice.js';
import { Panel, TableFrame } from '../parts/panel.js';
import { percent, Share } from '../parts/share.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { Link, ticketPath } from '../router.js';
import { escalationLevels } from '../words.js';

/**
 * What a comparison came to: figures first, then the tickets.
 * @param {{ data: any }} props
 */
export function Outcome({ data }) {
  const figures = /** @type {[number, string, string][]} */ ([
    [data.changed, 'tickets come out differently', ''],
    [data.breaching.total, 'would breach', data.breaching.total > 0 ? 'bad' : ''],
    [data.noLongerBreaching.total, 'would no longer breach', data.noLongerBreaching.total > 0 ? 'good' : ''],
  ]);
  return html`
    <div class="tiles">${figures.map(([figure, name, tone]) => html`<div class="tile ${tone}" key=${name}><span class="figure">${formatCount(figure)}</span><span>${name}</span></div>`)}</div>
    <${Compliance} rows=${data.compliance} />
    <${Escalations} escalations=${data.escalations} />
    <${Tickets} title="Would breach" named=${data.breaching} effect="breaches" none="No ticket would breach that does not breach now." />
    <${Tickets} title="Would no longer breach" named=${data.noLongerBreaching} effect="no-longer-breaches" none="Every ticket that breaches now would do so then, too." />`;
}

/** @param {{ rows: readonly any[] }} props */
function Compliance({ rows }) {
  const used = rows.filter(({ before, after }) => hasAny(before.counts) || hasAny(after.counts));
  const line = (/** @type {any} */ row) => html`
    <tr key=${`${row.priority} ${row.clock}`}>
      <td><${Badge} word=${row.priority} /></td>
      <td>${row.clock}</td>
      <td><${Share} share=${row.before.compliance} /></td>
      <td><${Share} share=${row.after.compliance} /></td>
      <td class="number"><${Difference} before=${row.before.compliance} after=${row.after.compliance} /></td>
      <td class="number">${formatCount(row.breaches)}</td>
      <td class="number">${formatCount(row.noLongerBreaches)}</td>
    </tr>`;
  return html`
    <${Panel} title="Compliance by priority and clock">
      ${
        used.length === 0
          ? html`<${Empty}>There is no ticket to judge.<//>`
          : html`
        <${TableFrame} label="Compliance under both policies">
          <thead><tr><th>Priority</th><th>Clock</th><th>In force</th><th>The other</th><th class="number">Difference</th><th class="number">Would breach</th><th class="number">Would no longer</th></tr></thead>
          <tbody>${used.map(line)}</tbody>
        <//>`
      }
    <//>`;
}

/** @param {Record<string, number>} counts */
function hasAny(counts) {
  return Object.values(counts).some((count) => count > 0);
}

/** @param {{ before: number | null, after: number | null }} props */
function Difference({ before, after }) {
  if (before === null || after === null || before === after) return html`<span class="quiet">–</span>`;
  const sign = after > before ? '+' : '−';
  return html`<strong class=${after > before ? 'better' : 'overrun'}>${sign}${percent(Math.abs(after - before))}</strong>`;
}

/** @param {{ escalations: { before: any, after: any } }} props */
function Escalations({ escalations: { before, after } }) {
  return html`
    <${Panel} title="Escalations raised" note="each at its ideal instant">
      <${TableFrame} label="Escalations under both policies">
        <thead><tr><th>Level</th><th class="number">In force</th><th class="number">The other</th></tr></thead>
        <tbody>${escalationLevels.map((level) => html`<tr key=${level}><td><span class="rung l${level}">${level}</span></td><td class="number">${formatCount(before[level])}</td><td class="number">${formatCount(after[level])}</td></tr>`)}</tbody>
      <//>
    <//>`;
}

/** @param {{ title: string, named: { total: number, tickets: readonly any[] }, effect: string, none: string }} props */
function Tickets({ title, named: { total, tickets }, effect, none }) {
  const lines = tickets.flatMap((ticket) =>
    ticket.clocks
      .filter((/** @type {any} */ clock) => clock.effect === effect)
      .map(
        (/** @type {any} */ clock) =>
          html`<${TicketLine} key=${`${ticket.table} ${ticket.number} ${clock.clock}`} ticket=${ticket} clock=${clock} />`,
      ),
  );
  const note =
    total > tickets.length ? `the first ${tickets.length} of ${formatCount(total)}` : formatCount(total);
  return html`
    <${Panel} title=${title} note=${note}>
      ${
        lines.length === 0
          ? html`<${Empty}>${none}<//>`
          : html`
        <${TableFrame} label=${`Tickets: ${title.toLowerCase()}`}>
          <thead><tr><th>Ticket</th><th>Account</th><th>Clock</th><th>In force</th><th>The other</th></tr></thead>
          <tbody>${lines}</tbody>
        <//>`
      }
    <//>`;
}

/** @param {{ ticket: any, clock: any }} props */
function TicketLine({ ticket, clock: { clock, before, after } }) {
  return html`
    <tr>
      <td class="nowrap"><${Link} to=${ticketPath(ticket.number, ticket.table)}>${ticket.number}<//></td>
      <td class="clip">${ticket.account ?? '–'}</td>
      <td>${clock}</td>
      <td><${Side} side=${before} /></td>
      <td><${Side} side=${after} /></td>
    </tr>`;
}

/** @param {{ side: any }} props */
function Side({ side: { state, dueAt, breachedAt, targetMs } }) {
  const at = breachedAt ?? dueAt;
  return html`<${Badge} word=${state} /> <span class="quiet">${formatTarget(targetMs)}${at === null ? '' : html`, ${breachedAt === null ? 'due' : 'breached'} <${Time} at=${at} />`}</span>`;
}
