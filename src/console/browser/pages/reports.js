import { call } from '../api.js';
import { formatCount } from '../format.js';
import { now } from '../machine.js';
import { Badge } from '../parts/badge.js';
import { Empty, Waiting } from '../parts/notice.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { html } from '../preact.js';
import { go, queryOf } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { clockKinds, clockStates } from '../words.js';

const MONTHS_SHOWN = 6;

/**
 * How targets were kept, by month, priority and clock: of the tickets that were opened then.
 * @param {{ query: URLSearchParams }} props
 */
export function ReportsPage({ query }) {
  const thisMonth = new Date(now()).toISOString().slice(0, 7);
  const month = query.get('month') ?? thisMonth;
  const answer = useAnswer(`/reports/compliance${periodOf(month)}`, ['ticket']);
  const change = (/** @type {any} */ event) => go(`/reports${queryOf({ month: event.target.value })}`);
  return html`
    <${PageHead} title="Compliance, ${nameOf(month)}">
      <label class="inline">Month <input type="month" value=${month} max=${thisMonth} required onChange=${change} /></label>
      <button type="button" onClick=${() => download(month)}>CSV</button>
      <button type="button" onClick=${() => print()}>Print</button>
    <//>
    <${Panel} title="By priority and clock" note="tickets opened in the month, by UTC">
      ${answer.data === null ? html`<${Waiting} answer=${answer} />` : html`<${Rows} rows=${answer.data.rows} />`}
    <//>
    <${Panel} title="By month" note="all priorities">
      <${TableFrame} label="Compliance by month">
        <thead><tr><th>Month</th>${clockKinds.map((kind) => html`<th>${kind}</th>`)}<th class="number">Clocks decided</th></tr></thead>
        <tbody>${monthsUpTo(month).map((one) => html`<${MonthLine} key=${one} month=${one} />`)}</tbody>
      <//>
    <//>
    <p class="quiet">Compliance is the share of decided clocks that kept their target: met ÷ (met + missed + breached).</p>`;
}

/** @param {{ rows: readonly any[] }} props */
function Rows({ rows }) {
  const used = rows.filter(({ counts }) => clockStates.some((state) => counts[state] > 0));
  if (used.length === 0) return html`<${Empty}>No ticket was opened in this month.<//>`;
  return html`
    <${TableFrame} label="Compliance by priority and clock">
      <thead><tr><th>Priority</th><th>Clock</th><th>Compliance</th>${clockStates.map((state) => html`<th class="number">${state}</th>`)}<th class="number">superseded</th></tr></thead>
      <tbody>${used.map(
        (row) => html`
        <tr key=${`${row.priority} ${row.clock}`}>
          <td><${Badge} word=${row.priority} /></td>
          <td>${row.clock}</td>
          <td><${Share} share=${row.compliance} /></td>
          ${clockStates.map((state) => html`<td class="number">${formatCount(row.counts[state])}</td>`)}
          <td class="number">${formatCount(row.superseded)}</td>
        </tr>`,
      )}</tbody>
    <//>`;
}

/** @param {{ month: string }} props */
function MonthLine({ month }) {
  const { data } = useAnswer(`/reports/compliance${periodOf(month)}`);
  const sums = clockKinds.map((kind) => sumOf(data?.rows ?? [], kind));
  const decided = sums.reduce((sum, one) => sum + one.decided, 0);
  return html`
    <tr>
      <td>${nameOf(month)}</td>
      ${sums.map(({ met, decided }) => html`<td><${Share} share=${decided === 0 ? null : met / decided} /></td>`)}
      <td class="number">${data === null ? '…' : formatCount(decided)}</td>
    </tr>`;
}

/** @param {readonly any[]} rows @param {string} kind */
function sumOf(rows, kind) {
  let [met, decided] = [0, 0];
  for (const { clock, counts } of rows) {
    if (clock !== kind) continue;
    met += counts.met;
    decided += counts.met + counts.missed + counts.breached;
  }
  return { met, decided };
}

/** @param {{ share: number | null }} props */
function Share({ share }) {
  if (share === null) return html`<span class="quiet">–</span>`;
  const tone = share >= 0.95 ? '' : share >= 0.8 ? 'close' : 'over';
  return html`
    <span class="share">
      <span class="bar-frame" aria-hidden="true"><span class="bar-used ${tone}" style=${{ width: `${share * 100}%` }}></span></span>
      <span class="number">${(share * 100).toFixed(1)} %</span>
    </span>`;
}

/** @param {string} month */
function periodOf(month) {
  return queryOf({ from: `${month}-01T00:00:00Z`, to: `${shift(month, 1)}-01T00:00:00Z` });
}

/** @param {string} month @param {number} by */
function shift(month, by) {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + by);
  return first.toISOString().slice(0, 7);
}

/** @param {string} month */
function monthsUpTo(month) {
  return Array.from({ length: MONTHS_SHOWN }, (_, index) => shift(month, -index));
}

/** @param {string} month */
function nameOf(month) {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/**
 * A link could not send the token, so the file is fetched and handed to the browser.
 * @param {string} month
 */
async function download(month) {
  const response = await call(`/reports/compliance${periodOf(month)}&format=csv`);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `compliance-${month}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
