import { ask, order, Problem } from '../api.js';
import { formatCount, plural } from '../format.js';
import { after } from '../machine.js';
import { Dialog } from '../parts/dialog.js';
import { html, useEffect, useRef, useState } from '../preact.js';
import { queryOf } from '../router.js';
import { possibleFrom } from './messages.js';

/** @typedef {'retry' | 'discard'} Order */

const words = {
  retry: {
    label: 'Retry all …',
    verb: 'Retry',
    meaning: 'Sends each of them again; attempts are counted anew.',
  },
  discard: {
    label: 'Discard all …',
    verb: 'Discard',
    meaning: 'Gives each of them up. They are kept and shown as dropped.',
  },
};

/** The service takes so many orders a minute; then it asks for patience. */
const PATIENCE_MS = 5000;

/**
 * The same order for everything that the filter shows, after saying how many that are.
 * @param {{ order: Order, filter: Record<string, string | null>, onDone: () => void }} props
 */
export function BulkButton({ order: kind, filter, onDone }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    onDone();
  };
  return html`
    <button type="button" onClick=${() => setOpen(true)}>${words[kind].label}</button>
    ${isOpen ? html`<${BulkDialog} order=${kind} filter=${filter} onClose=${close} />` : null}`;
}

/** @param {{ order: Order, filter: Record<string, string | null>, onClose: () => void }} props */
function BulkDialog({ order: kind, filter, onClose }) {
  const { verb, meaning } = words[kind];
  const [ids, setIds] = useState(/** @type {readonly string[] | null} */ (null));
  const [tally, setTally] = useState(/** @type {Tally | null} */ (null));
  const isClosed = useRef(false);
  useEffect(() => {
    collect(kind, filter).then(setIds, () => setIds([]));
    return () => {
      isClosed.current = true;
    };
  }, []);
  if (ids === null)
    return html`<${Dialog} title=${verb} onClose=${onClose}><p aria-busy="true">Counting …</p><//>`;
  const run = () => orderAll(kind, ids, setTally, () => isClosed.current);
  const isRunning = tally !== null && tally.done + tally.refused < ids.length;
  return html`
    <${Dialog} title="${verb} ${plural(ids.length, 'write-back')}" onClose=${onClose}>
      <p>${ids.length === 0 ? `Nothing that the filter shows can be ${kind === 'retry' ? 'sent again' : 'given up'}.` : meaning}</p>
      ${
        tally === null
          ? null
          : html`
        <p role="status">${formatCount(tally.done)} done, ${formatCount(tally.refused)} refused, of ${formatCount(ids.length)}.</p>
        <progress aria-label="Progress" max=${ids.length} value=${tally.done + tally.refused}></progress>`
      }
      <div class="buttons">
        ${tally === null && ids.length > 0 ? html`<button type="button" class=${kind === 'discard' ? 'grave' : 'primary'} onClick=${run}>${verb} ${formatCount(ids.length)}</button>` : null}
        <button type="button" onClick=${onClose}>${isRunning ? 'Stop here' : 'Close'}</button>
      </div>
    <//>`;
}

/** @typedef {{ done: number, refused: number }} Tally */

/**
 * The ids of everything that the filter shows and the order is for.
 * @param {Order} kind
 * @param {Record<string, string | null>} filter
 */
async function collect(kind, filter) {
  const asked = (filter['state'] ?? possibleFrom[kind].join()).split(',');
  const states = asked.filter((state) => possibleFrom[kind].includes(state)).join();
  /** @type {string[]} */
  const ids = [];
  let cursor = /** @type {string | null} */ (null);
  if (states === '') return ids;
  do {
    const page = await ask(`/outbox${queryOf({ ...filter, state: states, limit: '500', cursor })}`);
    for (const { id } of page.items) ids.push(id);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

/**
 * @param {Order} kind
 * @param {readonly string[]} ids
 * @param {(tally: Tally) => void} tell
 * @param {() => boolean} isStopped
 */
async function orderAll(kind, ids, tell, isStopped) {
  const tally = { done: 0, refused: 0 };
  for (const id of ids) {
    if (isStopped()) return;
    tally[await orderOne(`/outbox/${id}/${kind}`)] += 1;
    tell({ ...tally });
  }
}

/**
 * @param {string} path
 * @returns {Promise<keyof Tally>}
 */
async function orderOne(path) {
  for (;;) {
    try {
      await order(path, {});
      return 'done';
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 429) return 'refused';
      await new Promise((resolve) => after(PATIENCE_MS, () => resolve(null)));
    }
  }
}
