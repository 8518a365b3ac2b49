import { formatCount, formatLength, formatTarget } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Toggles } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { Panel, TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { Link, queryOf, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { clockKinds, priorities } from '../words.js';

const sizes = ['50', '200', '500'];

/**
 * Each clock that is or was over its target, and why.
 * @param {{ scope: Record<string, string | null>, chosen: Record<string, string | null>, choose: import('../parts/filters.js').Choose }} props
 */
export function Breaches({ scope, chosen, choose }) {
  const { priority, clock, limit, cursor } = chosen;
  const answer = useAnswer(`/reports/breaches${queryOf({ ...scope, priority, clock, limit, cursor })}`, null);
  const { data } = answer;
  const count =
    data === null
      ? null
      : data.items.length === data.total
        ? formatCount(data.total)
        : `${formatCount(data.items.length)} of ${formatCount(data.total)}; the CSV has all of them`;
  return html`
    <${Panel} title="Breaches, and why" note=${count} class="breaches">
      <div class="filter-line no-print">
        <${Toggles} name="priority" label="Priority" words=${priorities} chosen=${chosen} choose=${choose} />
        <${Toggles} name="clock" label="Clock" words=${clockKinds} chosen=${chosen} choose=${choose} />
        <${Toggles} name="limit" label="On a page" words=${sizes} chosen=${{ limit: limit ?? sizes[0] ?? null }} choose=${choose} isSingle />
      </div>
      ${
        data === null
          ? html`<${Waiting} answer=${answer} />`
          : data.items.length === 0
            ? html`<${Empty}>Every clock that was decided kept its target.<//>`
            : html`<${BreachTable} items=${data.items} />`
      }
      ${data === null ? null : html`<${Pager} path="/reports" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}

/** @param {{ items: readonly any[] }} props */
function BreachTable({ items }) {
  const line = (/** @type {any} */ one) => html`
    <tr key=${`${one.table} ${one.number} ${one.clock}`}>
      <td class="nowrap"><${Link} to=${ticketPath(one.number, one.table)}>${one.number}<//><br /><${Badge} word=${one.priority} /></td>
      <td class="about"><span>${one.account ?? 'no account'}</span><span class="quiet" title=${one.shortDescription}>${one.shortDescription}</span></td>
      <td>${one.clock}<br /><${Badge} word=${one.state} /></td>
      <td class="nowrap"><strong class="overrun">+${formatLength(one.overMs)}</strong><br /><span class="quiet">of ${formatTarget(one.targetMs)}</span></td>
      <td><${Time} at=${one.breachedAt} /></td>
      <td class="why">${one.reasons.map((/** @type {any} */ { code, text }, /** @type {number} */ index) => html`<p key=${code} class=${index === 0 ? '' : 'quiet'}>${text}</p>`)}${one.highestLevel === 0 ? null : html`<p class="quiet">Escalated to level ${one.highestLevel}.</p>`}</td>
    </tr>`;
  return html`
    <${TableFrame} label="Breaches">
      <thead><tr><th>Ticket</th><th>Account</th><th>Clock</th><th>Over</th><th>Breached</th><th>Why</th></tr></thead>
      <tbody>${items.map(line)}</tbody>
    <//>`;
}
