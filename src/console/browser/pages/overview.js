import { formatCount, plural } from '../format.js';
import { followInstanceClock } from '../machine.js';
import { OverdueTickets } from '../overview/overdue-tickets.js';
import { ActionButton } from '../parts/action.js';
import { Badge } from '../parts/badge.js';
import { Empty, Waiting } from '../parts/notice.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { Countdown, Time } from '../parts/time.js';
import { html, useEffect } from '../preact.js';
import { Link, queryOf, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { useNow } from '../use-now.js';

/** What is at risk, what breached, who is to act, and whether the service itself is well. */
export function OverviewPage() {
  const summary = useAnswer('/summary', ['ticket', 'escalation', 'outbox']);
  const forecast = useAnswer('/forecast?limit=10', ['ticket']);
  useEffect(() => {
    if (forecast.data !== null) followInstanceClock(forecast.data.at);
  }, [forecast.data]);
  return html`
    <${PageHead} title="Overview" />
    <${StormBanner} summary=${summary} />
    <${HeldBackBanner} />
    <${Tiles} summary=${summary.data} forecast=${forecast.data} />
    <div class="columns">
      <${OverdueTickets} />
      <div class="stack">
        <${NextDue} forecast=${forecast} />
        <${LatestEscalations} />
      </div>
    </div>
    <div class="columns">
      <${OutboxPanel} summary=${summary} />
      <${HealthPanel} />
    </div>`;
}

/** @param {{ summary: import('../use-answer.js').Answer }} props */
function StormBanner({ summary }) {
  const heldSince = summary.data?.stormGuard.heldSince ?? null;
  if (heldSince === null) return null;
  const held = countOf(summary.data.outbox, (one) => one.state === 'held');
  const action = {
    label: 'Release',
    path: '/outbox/release',
    meaning: `Lets go ${plural(held, 'held write-back')}. What is out of date by then is dropped with a reason, not sent.`,
    isGrave: true,
  };
  return html`
    <div class="notice bad banner" role="alert">
      <span><strong>The storm guard holds write-backs</strong> since <${Time} at=${heldSince} />: too many escalations came at once. ${plural(held, 'write-back is', 'write-backs are')} held.</span>
      <${ActionButton} action=${action} class="grave" onDone=${summary.reload} />
    </div>`;
}

/** Going live leaves nobody flooded, and nothing forgotten either. */
function HeldBackBanner() {
  const answer = useAnswer('/tickets?heldBack=true&limit=1', ['ticket']);
  const total = answer.data?.total ?? 0;
  if (total === 0) return null;
  return html`
    <p class="notice watch banner">
      <span><strong>${plural(total, 'ticket was', 'tickets were')} overdue when first mirrored.</strong> They are shown, and nothing is raised for them until somebody adopts them.</span>
      <${Link} class="button" to="/tickets?heldBack=true&sort=dueAt">Look at them<//>
    </p>`;
}

const windowNames = /** @type {Record<string, string>} */ ({
  '15m': 'due within 15 min',
  '1h': 'due within 1 h',
  '4h': 'due within 4 h',
  'business-day': 'due this business day',
});

/** @param {{ summary: any, forecast: any }} props */
function Tiles({ summary, forecast }) {
  const overdue = summary && countOf(summary.clocks, (one) => one.state === 'breached');
  const open = summary && countOf(summary.tickets, (one) => ['new', 'open', 'waiting'].includes(one.state));
  const critical =
    summary &&
    countOf(
      summary.tickets,
      (one) => one.priority === 'critical' && ['new', 'open', 'waiting'].includes(one.state),
    );
  const horizons = forecast?.horizons ?? [{ window: '15m' }, { window: '1h' }, { window: '4h' }];
  return html`
    <div class="tiles">
      <${Tile} figure=${overdue} name="clocks overdue" tone=${overdue > 0 ? 'bad' : 'good'} to=${`/tickets${queryOf({ clockState: 'breached', sort: 'dueAt' })}`} />
      ${horizons.map(
        (/** @type {any} */ { window, total }) => html`
        <${Tile} figure=${total} name=${windowNames[window] ?? window} tone=${window === '15m' && total > 0 ? 'watch' : ''} to=${`/tickets${queryOf({ clockState: 'running', sort: 'dueAt' })}`} />`,
      )}
      <${Tile} figure=${open} name="tickets not done" to=${`/tickets${queryOf({ state: 'new,open,waiting' })}`} />
      <${Tile} figure=${critical} name="of them critical" to=${`/tickets${queryOf({ state: 'new,open,waiting', priority: 'critical' })}`} />
    </div>`;
}

/** @param {{ figure: number | null | undefined, name: string, to: string, tone?: string }} props */
function Tile({ figure, name, to, tone = '' }) {
  return html`
    <${Link} to=${to} class="tile ${tone}">
      <span class="figure">${figure == null ? '–' : formatCount(figure)}</span>
      <span>${name}</span>
    <//>`;
}

/** @param {{ forecast: import('../use-answer.js').Answer }} props */
function NextDue({ forecast }) {
  const nowAt = useNow();
  const clocks = forecast.data?.clocks;
  const line = (/** @type {any} */ one) => html`
    <tr key=${`${one.number} ${one.clock}`}>
      <td><${Countdown} at=${one.dueAt} nowAt=${nowAt} /></td>
      <td class="nowrap"><${Link} to=${ticketPath(one.number, one.table)}>${one.number}<//></td>
      <td>${one.clock}</td>
      <td><${Badge} word=${one.priority ?? 'unknown'} /></td>
      <td class="clip">${one.account ?? '–'}</td>
    </tr>`;
  return html`
    <${Panel} title="Next due" note="if nothing happens">
      ${
        clocks === undefined
          ? html`<${Waiting} answer=${forecast} />`
          : clocks.length === 0
            ? html`<${Empty}>Nothing falls due before the business day ends.<//>`
            : html`
        <${TableFrame} label="Clocks that fall due next">
          <thead><tr><th>Due in</th><th>Ticket</th><th>Clock</th><th>Priority</th><th>Account</th></tr></thead>
          <tbody>${clocks.map(line)}</tbody>
        <//>`
      }
    <//>`;
}

function LatestEscalations() {
  const answer = useAnswer('/escalations?limit=8', ['escalation']);
  const line = (/** @type {any} */ one) => html`
    <li key=${one.messageId}>
      <span class="rung l${one.level}" aria-hidden="true">${one.level}</span>
      <span><${Link} to=${ticketPath(one.number, one.table)}>${one.number}<//> to level ${one.level} for ${one.trigger === 'manual' ? 'a request' : one.trigger}</span>
      <${Time} at=${one.at} />
    </li>`;
  return html`
    <${Panel} title="Latest escalations" tools=${html`<${Link} to="/escalations">All<//>`}>
      ${answer.data === null ? html`<${Waiting} answer=${answer} />` : answer.data.items.length === 0 ? html`<${Empty}>None yet.<//>` : html`<ul class="feed">${answer.data.items.map(line)}</ul>`}
    <//>`;
}

/** @param {{ summary: import('../use-answer.js').Answer }} props */
function OutboxPanel({ summary }) {
  const { data } = summary;
  if (data === null) return html`<${Panel} title="Outbox"><${Waiting} answer=${summary} /><//>`;
  const states = ['pending', 'in-flight', 'held', 'dead', 'delivered', 'dropped'];
  return html`
    <${Panel} title="Outbox" tools=${html`<${Link} to="/outbox">All<//>`}>
      <ul class="counts">
        ${states.map((state) => html`<li><${Link} to=${`/outbox${queryOf({ state })}`}><${Badge} word=${state} /><//><span class="number">${formatCount(countOf(data.outbox, (one) => one.state === state))}</span></li>`)}
      </ul>
      ${data.oldestPendingAt === null ? null : html`<p class="quiet">The oldest waits since <${Time} at=${data.oldestPendingAt} />.</p>`}
      ${data.problems.map((/** @type {any} */ { code, count }) => html`<p class="quiet">${plural(count, 'ticket problem')}: <code>${code}</code></p>`)}
    <//>`;
}

function HealthPanel() {
  const answer = useAnswer('/health', ['sync', 'outbox']);
  if (answer.data === null) return html`<${Panel} title="Health"><${Waiting} answer=${answer} /><//>`;
  const checks = Object.entries(answer.data.checks).flatMap(([name, list]) =>
    /** @type {any[]} */ (list).map((check) => ({ name, ...check })),
  );
  return html`
    <${Panel} title="Health" tools=${html`<${Badge} word=${answer.data.status} />`}>
      <ul class="checks">
        ${checks.map(
          ({ name, status, observedValue, observedUnit, output }) => html`
          <li>
            <${Badge} word=${status} /> <span>${name.replace(':', ': ')}</span>
            <span class="quiet number"><${Observed} value=${observedValue} unit=${observedUnit} /></span>
            ${output === undefined ? null : html`<p class="quiet">${output}</p>`}
          </li>`,
        )}
      </ul>
    <//>`;
}

/** @param {{ value: unknown, unit?: string }} props */
function Observed({ value, unit = '' }) {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && !Number.isNaN(Date.parse(value))) return html`<${Time} at=${value} />`;
  if (typeof value === 'boolean') return html`<span>${value ? 'yes' : 'no'}</span>`;
  return html`<span>${String(value)} ${unit}</span>`;
}

/**
 * @param {readonly any[]} groups
 * @param {(group: any) => boolean} isCounted
 * @returns {number}
 */
function countOf(groups, isCounted) {
  return groups.filter(isCounted).reduce((sum, { count }) => sum + count, 0);
}
