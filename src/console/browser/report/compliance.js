import { formatCount } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Panel, TableFrame } from '../parts/panel.js';
import { Share } from '../parts/share.js';
import { html } from '../preact.js';
import { clockKinds, clockStates } from '../words.js';

/**
 * One row for each priority and clock that has any.
 * @param {{ answer: import('../use-answer.js').Answer }} props
 */
export function ByPriority({ answer }) {
  const used = (answer.data?.rows ?? []).filter((/** @type {any} */ { counts }) =>
    clockStates.some((state) => counts[state] > 0),
  );
  const line = (/** @type {any} */ row) => html`
    <tr key=${`${row.priority} ${row.clock}`}>
      <td><${Badge} word=${row.priority} /></td>
      <td>${row.clock}</td>
      <td><${Share} share=${row.compliance} /></td>
      ${clockStates.map((state) => html`<td class="number"><${Count} count=${row.counts[state]} /></td>`)}
      <td class="number"><${Count} count=${row.superseded} /></td>
    </tr>`;
  return html`
    <${Panel} title="By priority and clock">
      ${
        answer.data === null
          ? html`<${Waiting} answer=${answer} />`
          : used.length === 0
            ? html`<${Empty}>No ticket was opened in this time.<//>`
            : html`
        <${TableFrame} label="Compliance by priority and clock">
          <thead><tr><th>Priority</th><th>Clock</th><th>Compliance</th>${clockStates.map((state) => html`<th class="number">${state}</th>`)}<th class="number">superseded</th></tr></thead>
          <tbody>${used.map(line)}</tbody>
        <//>`
      }
    <//>`;
}

/** Zeros are many, and say little.
 * @param {{ count: number }} props
 */
function Count({ count }) {
  return html`<span class=${count === 0 ? 'zero' : ''}>${formatCount(count)}</span>`;
}

/** More groups than this are for the file. */
const GROUPS_SHOWN = 20;

/**
 * One row for each month, account or service line, all priorities together.
 * @param {{ answer: import('../use-answer.js').Answer, dimension: 'month' | 'account' | 'serviceLine', title: string, heading: string, nameOf: (value: any) => any, note?: string, order: (one: Group, other: Group) => number }} props
 */
export function ByGroup({ answer, dimension, title, heading, nameOf, note, order }) {
  const groups = groupRows(answer.data?.rows ?? [], dimension).sort(order);
  const shown = groups.slice(0, GROUPS_SHOWN);
  const line = (/** @type {Group} */ { value, sums, decided }) => html`
    <tr key=${String(value)}>
      <td>${nameOf(value)}</td>
      ${clockKinds.map((kind) => html`<td><${Share} share=${shareOf(sums[kind])} /></td>`)}
      <td class="number">${formatCount(decided)}</td>
    </tr>`;
  return html`
    <${Panel} title=${title} note=${note}>
      ${
        answer.data === null
          ? html`<${Waiting} answer=${answer} />`
          : groups.length === 0
            ? html`<${Empty}>No ticket was opened in this time.<//>`
            : html`
        <${TableFrame} label=${`Compliance ${title.toLowerCase()}`}>
          <thead><tr><th>${heading}</th>${clockKinds.map((kind) => html`<th>${kind}</th>`)}<th class="number">Clocks decided</th></tr></thead>
          <tbody>${shown.map(line)}</tbody>
        <//>`
      }
      ${groups.length > shown.length ? html`<p class="quiet">The first ${GROUPS_SHOWN} of ${formatCount(groups.length)}; the CSV has all of them.</p>` : null}
    <//>`;
}

/** @typedef {{ met: number, decided: number }} Sum */
/** @typedef {{ value: string | null, sums: Record<string, Sum>, met: number, decided: number }} Group */

/**
 * @param {readonly any[]} rows
 * @param {string} dimension
 * @returns {Group[]}
 */
export function groupRows(rows, dimension) {
  const groups = new Map(/** @type {[string | null, Group][]} */ ([]));
  for (const row of rows) {
    const value = row[dimension];
    const sums = Object.fromEntries(clockKinds.map((kind) => [kind, { met: 0, decided: 0 }]));
    const group = groups.get(value) ?? { value, sums, met: 0, decided: 0 };
    groups.set(value, group);
    const decided = row.counts.met + row.counts.missed + row.counts.breached;
    for (const sum of [group, /** @type {Sum} */ (group.sums[row.clock])]) {
      sum.met += row.counts.met;
      sum.decided += decided;
    }
  }
  return [...groups.values()];
}

/** @param {Sum | undefined} sum */
export function shareOf(sum) {
  return sum === undefined || sum.decided === 0 ? null : sum.met / sum.decided;
}
