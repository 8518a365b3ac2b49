import { choiceIn } from '../choice.js';
import { MessageTable } from '../outbox/messages.js';
import { ActionButton } from '../parts/action.js';
import { BulkButton } from '../parts/bulk.js';
import { TextFilter, Toggles } from '../parts/filters.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel } from '../parts/panel.js';
import { html } from '../preact.js';
import { queryOf } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { messageKinds, messageStates } from '../words.js';

/**
 * What is to be written back, what became of it, and what can be done where it did not get through.
 * @param {{ query: URLSearchParams }} props
 */
export function OutboxPage({ query }) {
  const { chosen, choose } = choiceIn('/outbox', query, ['state', 'kind', 'ticket']);
  const answer = useAnswer(`/outbox${queryOf(chosen)}`, ['outbox']);
  const { data } = answer;
  const { cursor: _, ...filter } = chosen;
  return html`
    <${PageHead} title="Outbox">
      <${BulkButton} bulk=${retryAll} filter=${filter} onDone=${answer.reload} />
      <${BulkButton} bulk=${discardAll} filter=${filter} onDone=${answer.reload} />
      <${ActionButton} action=${release} onDone=${answer.reload} />
    <//>
    <section class="panel filters" aria-label="Filters">
      <div class="filter-line">
        <${TextFilter} name="ticket" label="Ticket, in full" type="search" chosen=${chosen} choose=${choose} />
      </div>
      <div class="filter-line">
        <${Toggles} name="state" label="State" words=${messageStates} chosen=${chosen} choose=${choose} />
        <${Toggles} name="kind" label="Kind" words=${messageKinds} chosen=${chosen} choose=${choose} />
      </div>
    </section>
    <${Panel} title="List" class="bare">
      ${data === null ? html`<${Waiting} answer=${answer} />` : data.items.length === 0 ? html`<${Empty}>No write-back matches.<//>` : html`<${MessageTable} items=${data.items} onDone=${answer.reload} />`}
      ${data === null ? null : html`<${Pager} path="/outbox" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}

const retryAll = {
  label: 'Retry all …',
  verb: 'Retry',
  one: 'write-back',
  path: '/outbox/retry',
  meaning: 'Sends each of them again; attempts are counted anew.',
  none: 'Nothing that the filter shows can be sent again.',
};

const discardAll = {
  label: 'Discard all …',
  verb: 'Discard',
  one: 'write-back',
  path: '/outbox/discard',
  meaning: 'Gives each of them up. They are kept and shown as dropped.',
  none: 'Nothing that the filter shows can be given up.',
  isGrave: true,
};

const release = {
  label: 'Release the storm guard',
  path: '/outbox/release',
  meaning:
    'Ends the storm guard’s hold and lets go what it held. What is out of date by then is dropped with a reason, not sent. A dry run stays held.',
  isGrave: true,
};
