import { choiceIn } from '../choice.js';
import { formatCount, formatDay } from '../format.js';
import { now } from '../machine.js';
import { download } from '../parts/download.js';
import { TextFilter } from '../parts/filters.js';
import {
  MonthsFilter,
  nameOfMonth,
  nameOfMonths,
  periodOf,
  readMonths,
  shiftMonth,
} from '../parts/months.js';
import { PageHead } from '../parts/panel.js';
import { percent } from '../parts/share.js';
import { html } from '../preact.js';
import { Breaches } from '../report/breaches.js';
import { ByGroup, ByPriority, groupRows, shareOf } from '../report/compliance.js';
import { queryOf } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { clockKinds } from '../words.js';

const PARAMETERS = ['first', 'last', 'account', 'serviceLine', 'priority', 'clock', 'limit'];
/** A month says more beside those before it. */
const MONTHS_SHOWN = 6;

/**
 * How targets were kept: of the tickets that were opened in some months, as it stands now. Made to be printed, too.
 * @param {{ query: URLSearchParams }} props
 */
export function ReportsPage({ query }) {
  const { chosen, choose } = choiceIn('/reports', query, PARAMETERS);
  const { account = null, serviceLine = null } = chosen;
  const months = readMonths(query);
  const scope = { ...periodOf(months), account, serviceLine };
  const early = shiftMonth(months.last, 1 - MONTHS_SHOWN);
  const course = {
    ...scope,
    ...periodOf({ first: early < months.first ? early : months.first, last: months.last }),
  };
  const ask = (/** @type {object} */ asked) => useAnswer(`/reports/compliance${queryOf({ ...asked })}`, null);
  const whole = ask(scope);
  const byMonth = ask({ ...course, by: 'month' });
  const byAccount = ask({ ...scope, by: 'account' });
  const byLine = ask({ ...scope, by: 'serviceLine' });
  return html`
    <${PageHead} title="Compliance, ${nameOfMonths(months)}">
      <button type="button" onClick=${() => save('compliance', { ...scope, by: 'month,account,serviceLine' }, months)}>Compliance as CSV</button>
      <button type="button" onClick=${() => save('breaches', { ...scope, priority: chosen['priority'], clock: chosen['clock'] }, months)}>Breaches as CSV</button>
      <button type="button" class="primary" onClick=${() => print()}>Print</button>
    <//>
    <section class="panel filters" aria-label="Which tickets">
      <div class="filter-line"><${MonthsFilter} months=${months} choose=${choose} /></div>
      <div class="filter-line">
        <${TextFilter} name="account" label="Account, in full" type="search" chosen=${chosen} choose=${choose} />
        <${TextFilter} name="serviceLine" label="Service line, in full" type="search" chosen=${chosen} choose=${choose} />
      </div>
    </section>
    <p class="quiet">${scopeText(account, serviceLine)} opened in ${nameOfMonths(months)} (by UTC), as of ${formatDay(now())}. Compliance is the share of decided clocks that kept their target: met ÷ (met + missed + breached).</p>
    <${Totals} data=${whole.data} />
    <${ByPriority} answer=${whole} />
    <${ByGroup} answer=${byMonth} dimension="month" title="By month" heading="Month" nameOf=${nameOfMonth} note="all priorities" order=${latestFirst} />
    <${ByGroup} answer=${byAccount} dimension="account" title="By account" heading="Account" nameOf=${(/** @type {string | null} */ name) => name ?? 'no account'} note="least compliant first" order=${worstFirst} />
    ${(byLine.data?.rows ?? []).some((/** @type {any} */ row) => row.serviceLine !== null) ? html`<${ByGroup} answer=${byLine} dimension="serviceLine" title="By service line" heading="Service line" nameOf=${(/** @type {string | null} */ name) => name ?? 'none named'} order=${worstFirst} />` : null}
    <${Breaches} scope=${scope} chosen=${{ ...chosen, ...months }} choose=${choose} />`;
}

/** @param {{ data: any }} props */
function Totals({ data }) {
  const [all] = groupRows(data?.rows ?? [], 'nothing');
  const figures = /** @type {[string, string][]} */ ([
    [data === null ? '–' : formatCount(data.tickets.opened), 'tickets opened'],
    [data === null ? '–' : formatCount(data.tickets.breached), 'of them with a breach'],
    ...clockKinds.map((kind) => [percent(shareOf(all?.sums[kind])), `${kind} kept`]),
  ]);
  return html`<div class="tiles">${figures.map(([figure, name]) => html`<div class="tile" key=${name}><span class="figure">${figure}</span><span>${name}</span></div>`)}</div>`;
}

/** @param {string | null} account @param {string | null} serviceLine */
function scopeText(account, serviceLine) {
  const of = [account, serviceLine === null ? null : `service line ${serviceLine}`].filter(
    (one) => one !== null,
  );
  return of.length === 0 ? 'All tickets' : `Tickets of ${of.join(', ')}`;
}

/** @param {import('../report/compliance.js').Group} one @param {import('../report/compliance.js').Group} other */
function latestFirst(one, other) {
  return String(other.value).localeCompare(String(one.value));
}

/** @param {import('../report/compliance.js').Group} one @param {import('../report/compliance.js').Group} other */
function worstFirst(one, other) {
  return (shareOf(one) ?? 2) - (shareOf(other) ?? 2) || other.decided - one.decided;
}

/**
 * @param {'compliance' | 'breaches'} report
 * @param {Record<string, string | null | undefined>} asked
 * @param {import('../parts/months.js').Months} months
 */
function save(report, asked, { first, last }) {
  const name = first === last ? `${report}-${last}.csv` : `${report}-${first}-to-${last}.csv`;
  return download(`/reports/${report}${queryOf({ ...asked, format: 'csv' })}`, name);
}
