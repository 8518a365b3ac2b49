import { formatCount } from '../format.js';
import { Badge, ClockChips } from '../parts/badge.js';
import { BulkButton } from '../parts/bulk.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Pager } from '../parts/pager.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Countdown, Time } from '../parts/time.js';
import { html } from '../preact.js';
import { go, Link, queryOf, ticketPath } from '../router.js';
import { TicketFilters } from '../tickets/filters.js';
import { useAnswer } from '../use-answer.js';
import { useNow } from '../use-now.js';

/** What the address may say; the same words as the admin API, so that a filter can be taken from one to the other. */
const PARAMETERS = [
  'q',
  'state',
  'priority',
  'tier',
  'account',
  'table',
  'clock',
  'clockState',
  'details',
  'heldBack',
  'sort',
  'cursor',
  'limit',
];

/**
 * Every ticket there is, a page at a time. All of what is chosen stands in the address.
 * @param {{ query: URLSearchParams }} props
 */
export function TicketsPage({ query }) {
  const chosen = Object.fromEntries(PARAMETERS.map((name) => [name, query.get(name)]));
  const answer = useAnswer(`/tickets${queryOf(chosen)}`, ['ticket']);
  const choose = (/** @type {Record<string, string | null>} */ change, replace = false) =>
    go(`/tickets${queryOf({ ...chosen, cursor: null, ...change })}`, { replace });
  const { data } = answer;
  return html`
    <${PageHead} title="Tickets">
      ${chosen['heldBack'] === 'true' ? html`<${BulkButton} bulk=${adoptAll} filter=${filterOf(chosen)} onDone=${answer.reload} class="primary" />` : null}
      <span class="quiet" role="status">${data === null ? '' : `${formatCount(data.total)} match`}</span>
    <//>
    <${TicketFilters} chosen=${chosen} choose=${choose} />
    <${Panel} title="List" class="bare">
      ${data === null ? html`<${Waiting} answer=${answer} />` : html`<${TicketTable} items=${data.items} sort=${chosen['sort'] ?? '-openedAt'} choose=${choose} />`}
      ${data === null ? null : html`<${Pager} path="/tickets" chosen=${chosen} nextCursor=${data.nextCursor} />`}
    <//>`;
}

const adoptAll = {
  label: 'Adopt all …',
  verb: 'Adopt',
  one: 'ticket',
  path: '/tickets/adopt',
  meaning:
    'Lets the ladder walk for each of them: the next level is raised now, and written to ServiceNow. The storm guard applies.',
  none: 'Nothing that the filter shows is held back.',
};

/**
 * What of the choice says which tickets are meant.
 * @param {Record<string, string | null>} chosen
 */
function filterOf({ sort: _, cursor: __, limit: ___, ...filter }) {
  return filter;
}

/**
 * @type {readonly { name: string, sort?: string, class?: string }[]}
 */
const columns = [
  { name: 'Ticket', sort: 'number' },
  { name: 'Description', class: 'wide' },
  { name: 'Account', class: 'wide' },
  { name: 'State' },
  { name: 'Priority', sort: 'priority' },
  { name: 'Support', class: 'wide' },
  { name: 'Due', sort: 'dueAt', class: 'number' },
  { name: 'Clocks' },
  { name: 'Opened', sort: 'openedAt', class: 'wide' },
];

/** @param {{ items: readonly any[], sort: string, choose: (change: Record<string, string | null>) => void }} props */
function TicketTable({ items, sort, choose }) {
  const nowAt = useNow();
  if (items.length === 0) return html`<${Empty}>No ticket matches.<//>`;
  return html`
    <${TableFrame} label="Tickets">
      <thead><tr>${columns.map((column) => html`<${Heading} column=${column} sort=${sort} choose=${choose} />`)}</tr></thead>
      <tbody>${items.map((ticket) => html`<${TicketLine} key=${`${ticket.table} ${ticket.number}`} ticket=${ticket} nowAt=${nowAt} />`)}</tbody>
    <//>`;
}

/** @param {{ column: typeof columns[number], sort: string, choose: (change: Record<string, string | null>) => void }} props */
function Heading({ column, sort, choose }) {
  const { name, sort: key, class: kind = '' } = column;
  if (key === undefined) return html`<th scope="col" class=${kind}>${name}</th>`;
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined;
  const next = sort === key ? `-${key}` : key;
  const sign = direction === undefined ? '' : direction === 'ascending' ? ' ↑' : ' ↓';
  return html`<th scope="col" class=${kind} aria-sort=${direction}><button type="button" onClick=${() => choose({ sort: next })}>${name}${sign}</button></th>`;
}

/** @param {{ ticket: any, nowAt: number }} props */
function TicketLine({ ticket, nowAt }) {
  const due = ticket.clocks
    .filter(
      (/** @type {any} */ { state, dueAt }) =>
        (state === 'running' || state === 'breached') && dueAt !== null,
    )
    .map((/** @type {any} */ { dueAt }) => dueAt)
    .sort()[0];
  return html`
    <tr>
      <td class="nowrap"><${Link} to=${ticketPath(ticket.number, ticket.table)}>${ticket.number}<//>${ticket.problems.length > 0 ? html` <span class="badge watch" title=${ticket.problems.map((/** @type {any} */ one) => `${one.field}: ${one.code}`).join(', ')}>!</span>` : null}</td>
      <td class="clip wide" title=${ticket.shortDescription}>${ticket.shortDescription}</td>
      <td class="clip wide">${ticket.account ?? '–'}</td>
      <td><${Badge} word=${ticket.state} /></td>
      <td><${Badge} word=${ticket.priority} /></td>
      <td class="wide">level ${ticket.tier}</td>
      <td class="number">${due === undefined ? html`<span class="quiet">–</span>` : html`<${Countdown} at=${due} nowAt=${nowAt} />`}</td>
      <td><${ClockChips} clocks=${ticket.clocks} /></td>
      <td class="nowrap wide"><${Time} at=${ticket.openedAt} /></td>
    </tr>`;
}
