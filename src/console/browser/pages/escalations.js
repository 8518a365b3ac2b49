import { choiceIn } from '../choice.js';
import { Toggles } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { Link, queryOf, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { escalationLevels } from '../words.js';

/**
 * Every step of the ladder that was really raised, of all tickets.
 * @param {{ query: URLSearchParams }} props
 */
export function EscalationsPage({ query }) {
  const { chosen, choose } = choiceIn('/escalations', query, ['level']);
  const answer = useAnswer(`/escalations${queryOf(chosen)}`, ['escalation']);
  const { data } = answer;
  return html`
    <${PageHead} title="Escalations" />
    <section class="panel" aria-label="Filters">
      <${Toggles} name="level" label="Level" words=${escalationLevels} chosen=${chosen} choose=${choose} isSingle />
    </section>
    <${Panel} title="List" class="bare">
      ${data === null ? html`<${Waiting} answer=${answer} />` : data.items.length === 0 ? html`<${Empty}>Nothing was raised.<//>` : html`<${EscalationTable} items=${data.items} />`}
      ${data === null ? null : html`<${Pager} path="/escalations" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}

/** @param {{ items: readonly any[] }} props */
function EscalationTable({ items }) {
  const line = (/** @type {any} */ one) => html`
    <tr key=${one.messageId}>
      <td class="nowrap"><${Link} to=${ticketPath(one.number, one.table)}>${one.number}<//></td>
      <td><span class="rung l${one.level}">${one.level}</span></td>
      <td>${one.trigger === 'manual' ? 'a request' : one.trigger}</td>
      <td>${one.route === 'direct' ? 'direct' : 'service desk'}</td>
      <td class="clip">${one.account ?? '–'}</td>
      <td><${Time} at=${one.at} /></td>
      <td><${Link} to=${`/outbox${queryOf({ ticket: one.number, kind: 'escalation' })}`}>Write-backs<//></td>
    </tr>`;
  return html`
    <${TableFrame} label="Escalations">
      <thead><tr><th>Ticket</th><th>Level</th><th>Because of</th><th>Route</th><th>Account</th><th>Raised</th><th>Told to ServiceNow</th></tr></thead>
      <tbody>${items.map(line)}</tbody>
    <//>`;
}
