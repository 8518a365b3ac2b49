import { formatCount, formatLength } from '../format.js';
import { ActionButton } from '../parts/action.js';
import { Badge } from '../parts/badge.js';
import { Panel } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';

/**
 * One table: how far it has been read, and what can be ordered for it.
 * @param {{ status: any, reload: () => void }} props
 */
export function SyncTable({ status, reload }) {
  const { table, watermark, lagSeconds, lastPoll, firstLoad, history, lastReconcile } = status;
  const tools = actionsFor(table).map(
    (action) => html`<${ActionButton} action=${action} onDone=${reload} />`,
  );
  return html`
    <${Panel} title=${table} tools=${tools}>
      <div class="columns three">
        <dl class="facts">
          <dt>Watermark</dt><dd><${Time} at=${watermark?.updatedOn ?? null} none="not yet" /></dd>
          <dt>Lag</dt><dd>${lagSeconds === null ? 'not known yet' : formatLength(lagSeconds * 1000)}</dd>
          <dt>Last poll</dt><dd>${lastPoll === null ? 'none yet' : html`<${Badge} word=${lastPoll.outcome} /> <${Time} at=${lastPoll.finishedAt} />`}</dd>
          <dt>First load</dt><dd>${firstLoad.isDone ? 'done' : html`<progress aria-label="First load" max="1" value=${firstLoad.progress}></progress>`}</dd>
          <dt>Histories</dt><dd>${describeHistories(history)}</dd>
        </dl>
        <${Reconcile} run=${lastReconcile} />
      </div>
    <//>`;
}

/**
 * What is not known of what became of tickets between two polls.
 * @param {{ waiting: number, unreadable: number, notKept: number }} history
 */
function describeHistories({ waiting, unreadable, notKept }) {
  const gaps = unreadable + notKept;
  const parts = [
    waiting > 0 ? `${formatCount(waiting)} to be completed` : null,
    gaps > 0 ? `${formatCount(gaps)} with gaps` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'complete' : parts.join(', ');
}

/** @param {{ run: any }} props */
function Reconcile({ run }) {
  if (run === null)
    return html`<p class="quiet">The mirror has not been compared with the whole table yet.</p>`;
  const isRunning = run.finishedAt === null;
  return html`
    <div>
      <dl class="facts">
        <dt>Reconcile</dt><dd>${isRunning ? html`<${Badge} word="running" />` : html`<${Badge} word=${run.outcome ?? 'unknown'} />`} begun <${Time} at=${run.startedAt} /></dd>
        <dt>Scanned</dt><dd>${formatCount(run.scanned)} records</dd>
        <dt>Found</dt><dd>${formatCount(run.inserted)} new, ${formatCount(run.updated)} different, ${formatCount(run.deleted)} deleted</dd>
        ${isRunning ? null : html`<dt>Took</dt><dd>${formatLength(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}</dd>`}
      </dl>
      ${isRunning ? html`<progress aria-label="Reconcile under way"></progress>` : null}
    </div>`;
}

/**
 * @param {string} table
 * @returns {import('../parts/action.js').Action[]}
 */
function actionsFor(table) {
  const path = (/** @type {string} */ action) => `/sync/${encodeURIComponent(table)}/${action}`;
  return [
    {
      label: 'Poll now',
      path: path('poll'),
      meaning: 'Reads what changed since the watermark now instead of at the next turn.',
    },
    {
      label: 'Reconcile',
      path: path('reconcile'),
      meaning:
        'Compares the mirror with the whole table: what is missing is fetched, what is gone is marked deleted. It reads every record.',
    },
    {
      label: 'Rewind',
      path: path('rewind'),
      meaning:
        'Sets the watermark back: everything changed since then is read again. Nothing is lost or repeated by it, but it costs requests.',
      fields: [{ name: 'to', label: 'Back to (your time)', type: 'datetime-local' }],
      isGrave: true,
    },
  ];
}
