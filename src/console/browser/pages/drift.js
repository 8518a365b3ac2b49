import { choiceIn } from '../choice.js';
import { formatCount, formatTarget } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Toggles } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { Link, queryOf, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { clockKinds, driftKinds } from '../words.js';

/** What a kind of difference means, for whoever has to mend it. */
const meanings = /** @type {Record<string, string>} */ ({
  calendar: 'ServiceNow counts other hours, or does not know the holidays.',
  pause: 'One side pauses when the other does not.',
  target: 'Its target is another one.',
  priority: 'It judges the ticket under another priority.',
  timezone: 'It counts the same hours in another time zone.',
  missing: 'Our clock is under way and it has no SLA that is.',
  extra: 'It has an SLA under way, and our clock is finished or not started.',
  unexplained: 'No single other rule explains the difference.',
});

/**
 * Clocks that ServiceNow’s own SLA engine judges otherwise, and why.
 * @param {{ query: URLSearchParams }} props
 */
export function DriftPage({ query }) {
  const { chosen, choose } = choiceIn('/drift', query, ['kind', 'clock']);
  const answer = useAnswer(`/drift${queryOf(chosen)}`, ['sync']);
  const { data } = answer;
  if (data === null) return html`<${PageHead} title="Drift" /><${Waiting} answer=${answer} />`;
  if (!data.isOn) return html`<${PageHead} title="Drift" /><${Off} />`;
  return html`
    <${PageHead} title="Drift" />
    <${LastRun} run=${data.lastRun} />
    <section class="panel filters" aria-label="Filters">
      <div class="filter-line">
        <${Toggles} name="kind" label="Kind" words=${driftKinds} chosen=${chosen} choose=${choose} />
        <${Toggles} name="clock" label="Clock" words=${clockKinds} chosen=${chosen} choose=${choose} />
      </div>
    </section>
    <${Panel} title="List" class="bare">
      ${data.items.length === 0 ? html`<${Empty}>${nothingWhy(data.lastRun, chosen)}<//>` : html`<${DriftTable} items=${data.items} />`}
      <${Pager} path="/drift" chosen=${chosen} nextCursor=${data.nextCursor} />
    <//>`;
}

/** @param {any} run @param {Record<string, string | null>} chosen */
function nothingWhy(run, chosen) {
  if (run.finishedAt === null)
    return 'The clocks have not been compared yet; the first comparison comes with the schedule.';
  if (chosen['kind'] !== null || chosen['clock'] !== null) return 'No difference matches.';
  return 'Every clock that was compared is judged alike on both sides.';
}

function Off() {
  return html`
    <${Panel} title="Clocks are not compared">
      <p>ServiceNow’s own SLA engine (<code>task_sla</code>) judges the same tickets. Name its SLA definitions under <code>drift.definitions</code> in <code>servicenow.yaml</code>, each with the clock that it stands for, and differences are listed here with what explains them.</p>
    <//>`;
}

/** @param {{ run: any }} props */
function LastRun({ run }) {
  const found = driftKinds.filter((kind) => run.counts[kind] > 0);
  return html`
    <${Panel} title="Last comparison" note=${run.finishedAt === null ? 'none yet' : html`<${Time} at=${run.finishedAt} />, ${formatCount(run.compared)} clocks compared`}>
      ${found.length === 0 ? html`<p class="quiet">${run.finishedAt === null ? 'It has not run yet.' : 'No difference was found.'}</p>` : null}
      <dl class="facts">
        ${found.map((kind) => html`<dt key=${kind}><strong class="number">${formatCount(run.counts[kind])}</strong> ${kind}</dt><dd>${meanings[kind]}</dd>`)}
      </dl>
      ${run.unknownDefinitions.length === 0 ? null : html`<p class="notice watch">These SLA definitions of <code>servicenow.yaml</code> are not known to the instance: ${run.unknownDefinitions.join(', ')}.</p>`}
    <//>`;
}

/** @param {{ items: readonly any[] }} props */
function DriftTable({ items }) {
  const line = (/** @type {any} */ one) => html`
    <tr key=${`${one.table} ${one.number} ${one.clock}`}>
      <td class="nowrap"><${Link} to=${ticketPath(one.number, one.table)}>${one.number}<//></td>
      <td>${one.clock}</td>
      <td><span class="badge watch" title=${meanings[one.kind]}>${one.kind}</span><p>${one.why}.</p></td>
      <td><${Ours} side=${one.ours} /></td>
      <td><${Theirs} side=${one.theirs} /></td>
      <td><${Time} at=${one.foundAt} /></td>
    </tr>`;
  return html`
    <${TableFrame} label="Differences">
      <thead><tr><th>Ticket</th><th>Clock</th><th>Why</th><th>Here</th><th>ServiceNow</th><th>Found</th></tr></thead>
      <tbody>${items.map(line)}</tbody>
    <//>`;
}

/** @param {{ side: any }} props */
function Ours({ side }) {
  const { state, dueAt, breachedAt, paused, targetMs } = side;
  return html`
    <${Badge} word=${state} />${paused ? html` <span class="badge watch">paused</span>` : null}
    <p class="quiet">due <${Time} at=${dueAt} /></p>
    ${breachedAt === null ? null : html`<p class="quiet">breached <${Time} at=${breachedAt} /></p>`}
    <p class="quiet">target ${formatTarget(targetMs)}</p>`;
}

/** @param {{ side: any }} props */
function Theirs({ side }) {
  if (side === null) return html`<span class="quiet">no SLA under way</span>`;
  const { definition, stage, plannedEndAt, hasBreached, targetMs } = side;
  return html`
    <span class="badge idle">${stage}</span>${hasBreached ? html` <span class="badge bad">breached</span>` : null}
    <p class="quiet">planned end <${Time} at=${plannedEndAt} /></p>
    ${targetMs === null || targetMs === undefined ? null : html`<p class="quiet">target ${formatTarget(targetMs)}</p>`}
    <p class="quiet">${definition}</p>`;
}
