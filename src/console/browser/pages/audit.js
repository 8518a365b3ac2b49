import { choiceIn } from '../choice.js';
import { Badge } from '../parts/badge.js';
import { TextFilter } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { queryOf } from '../router.js';
import { useAnswer } from '../use-answer.js';

/**
 * Who ordered what, and what came of it. Looking leaves no trace here; only orders do.
 * @param {{ query: URLSearchParams }} props
 */
export function AuditPage({ query }) {
  const { chosen, choose } = choiceIn('/audit', query, ['who', 'action', 'target']);
  const answer = useAnswer(`/audit${queryOf(chosen)}`, ['ticket', 'outbox', 'sync']);
  const { data } = answer;
  return html`
    <${PageHead} title="Audit" />
    <section class="panel filters" aria-label="Filters">
      <div class="filter-line">
        <${TextFilter} name="who" label="Who" type="search" chosen=${chosen} choose=${choose} />
        <${TextFilter} name="action" label="Action" type="text" chosen=${chosen} choose=${choose} />
        <${TextFilter} name="target" label="Target" type="text" chosen=${chosen} choose=${choose} />
      </div>
    </section>
    <${Panel} title="List" class="bare">
      ${data === null ? html`<${Waiting} answer=${answer} />` : data.items.length === 0 ? html`<${Empty}>Nothing was ordered.<//>` : html`<${Entries} items=${data.items} />`}
      ${data === null ? null : html`<${Pager} path="/audit" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}

/** @param {{ items: readonly any[] }} props */
function Entries({ items }) {
  const line = (/** @type {any} */ one) => html`
    <tr>
      <td><${Time} at=${one.at} /></td>
      <td>${one.who}</td>
      <td>${one.action}</td>
      <td>${one.target}</td>
      <td><${Badge} word=${one.outcome} /></td>
      <td class="mono clip" title=${one.idempotencyKey ?? ''}>${one.idempotencyKey ?? '–'}</td>
    </tr>`;
  return html`
    <${TableFrame} label="Audit">
      <thead><tr><th>When</th><th>Who</th><th>Action</th><th>Target</th><th>Outcome</th><th>Idempotency key</th></tr></thead>
      <tbody>${items.map(line)}</tbody>
    <//>`;
}
