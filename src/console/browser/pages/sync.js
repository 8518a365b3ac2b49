import { choiceIn } from '../choice.js';
import { every } from '../machine.js';
import { Badge } from '../parts/badge.js';
import { Toggles } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html, useEffect } from '../preact.js';
import { queryOf } from '../router.js';
import { SyncTable } from '../sync/sync-table.js';
import { useAnswer } from '../use-answer.js';

/** While a table is being compared, how far that is, is worth seeing. */
const PROGRESS_MS = 2000;

/**
 * How far each table has been read, how the mirror compared, and what ServiceNow announced.
 * @param {{ query: URLSearchParams }} props
 */
export function SyncPage({ query }) {
  const answer = useAnswer('/sync', ['sync']);
  const tables = answer.data?.tables ?? [];
  const isComparing = tables.some(
    (/** @type {any} */ { lastReconcile }) => lastReconcile !== null && lastReconcile.finishedAt === null,
  );
  useEffect(() => (isComparing ? every(PROGRESS_MS, answer.reload) : undefined), [isComparing]);
  return html`
    <${PageHead} title="Sync" />
    ${answer.data === null ? html`<${Waiting} answer=${answer} />` : null}
    ${tables.map((/** @type {any} */ table) => html`<${SyncTable} key=${table.table} status=${table} reload=${answer.reload} />`)}
    <${Webhooks} query=${query} />`;
}

/** @param {{ query: URLSearchParams }} props */
function Webhooks({ query }) {
  const { chosen, choose } = choiceIn('/sync', query, ['state']);
  const answer = useAnswer(`/webhooks${queryOf(chosen)}`, ['sync', 'ticket']);
  const { data } = answer;
  const states = [...new Set((data?.items ?? []).map((/** @type {any} */ one) => one.state))].sort();
  const shown = chosen['state'] === null ? states : [...new Set([chosen['state'], ...states])];
  const line = (/** @type {any} */ one) => html`
    <tr key=${one.id}>
      <td><${Time} at=${one.receivedAt} /></td>
      <td>${one.table}</td>
      <td class="mono">${one.sysId}</td>
      <td>${one.operation}</td>
      <td class="number">${one.sysModCount ?? '–'}</td>
      <td><${Badge} word=${one.state} /></td>
      <td><${Time} at=${one.doneAt} /></td>
    </tr>`;
  return html`
    <${Panel} title="Recent webhooks" note="remembered for 24 h">
      ${shown.length > 1 || chosen['state'] !== null ? html`<${Toggles} name="state" label="Verdict" words=${shown} chosen=${chosen} choose=${choose} isSingle />` : null}
      ${
        data === null
          ? html`<${Waiting} answer=${answer} />`
          : data.items.length === 0
            ? html`<${Empty}>None came. Without them changes are found by polling.<//>`
            : html`
        <${TableFrame} label="Webhooks">
          <thead><tr><th>Received</th><th>Table</th><th>sys_id</th><th>Operation</th><th class="number">sys_mod_count</th><th>Verdict</th><th>Done</th></tr></thead>
          <tbody>${data.items.map(line)}</tbody>
        <//>`
      }
      ${data === null ? null : html`<${Pager} path="/sync" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}
