import { order, Problem } from '../api.js';
import { formatCount, plural } from '../format.js';
import { html, useEffect, useState } from '../preact.js';
import { Curl } from './curl.js';
import { Dialog } from './dialog.js';
import { ProblemNotice } from './notice.js';

/**
 * An order for everything that a filter shows.
 * @typedef {object} Bulk
 * @property {string} label what the button says
 * @property {string} verb
 * @property {string} one what it is for, in the singular
 * @property {string} path of the admin API; its body takes `filter` and `dryRun`
 * @property {string} meaning what it does to each, in a sentence
 * @property {string} none why there is nothing to do, in a sentence
 * @property {boolean} [isGrave] it cannot be undone
 */
/** @typedef {{ kind: 'counting' | 'sending' } | { kind: 'counted' | 'done', changed: Record<string, any> } | { kind: 'refused', problem: Problem }} BulkState */

/**
 * A button that first has counted what the order fits, and only then sends it, once for all.
 * @param {{ bulk: Bulk, filter: Record<string, string | null | undefined>, onDone: () => void, class?: string }} props
 */
export function BulkButton({ bulk, filter, onDone, class: kind = '' }) {
  const [isOpen, setOpen] = useState(false);
  return html`
    <button type="button" class=${kind} onClick=${() => setOpen(true)}>${bulk.label}</button>
    ${isOpen ? html`<${BulkDialog} bulk=${bulk} filter=${given(filter)} onDone=${onDone} onClose=${() => setOpen(false)} />` : null}`;
}

/** @param {Record<string, string | null | undefined>} filter */
function given(filter) {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null && value !== ''));
}

/** @param {{ bulk: Bulk, filter: Record<string, string>, onDone: () => void, onClose: () => void }} props */
function BulkDialog({ bulk, filter, onDone, onClose }) {
  const [state, setState] = useState(/** @type {BulkState} */ ({ kind: 'counting' }));
  useEffect(() => void attempt(bulk.path, { filter, dryRun: true }, 'counted').then(setState), []);
  const run = async () => {
    setState({ kind: 'sending' });
    const next = await attempt(bulk.path, { filter }, 'done');
    setState(next);
    if (next.kind === 'done') onDone();
  };
  const matching = state.kind === 'counted' ? state.changed['matching'] : 0;
  const title = state.kind === 'counted' ? `${bulk.verb} ${plural(matching, bulk.one)}` : bulk.verb;
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      ${state.kind === 'counting' ? html`<p aria-busy="true">Counting …</p>` : null}
      ${state.kind === 'sending' ? html`<p aria-busy="true">Working …</p>` : null}
      ${state.kind === 'refused' ? html`<${ProblemNotice} problem=${state.problem} />` : null}
      ${state.kind === 'done' ? html`<p class="notice good" role="status"><strong>Done:</strong> ${plural(state.changed['done'], bulk.one)}.</p>` : null}
      ${state.kind === 'counted' ? html`<${Counted} bulk=${bulk} changed=${state.changed} />` : null}
      <div class="buttons">
        ${matching > 0 ? html`<button type="button" class=${bulk.isGrave ? 'grave' : 'primary'} onClick=${run}>${bulk.verb} ${formatCount(matching)}</button>` : null}
        <button type="button" onClick=${onClose}>${matching > 0 ? 'Cancel' : 'Close'}</button>
      </div>
      ${matching > 0 ? html`<${Curl} path=${bulk.path} body=${{ filter }} />` : null}
    <//>`;
}

/** Names of the first, so that a filter gone wrong is seen. */
const NAMES_SHOWN = 10;

/** @param {{ bulk: Bulk, changed: Record<string, any> }} props */
function Counted({ bulk, changed }) {
  const { matching, first } = changed;
  if (matching === 0) return html`<p>${bulk.none}</p>`;
  const names = first.slice(0, NAMES_SHOWN);
  return html`
    <p>${bulk.meaning}</p>
    <p class="quiet">${names.join(', ')}${matching > names.length ? ` and ${formatCount(matching - names.length)} more` : ''}</p>`;
}

/**
 * @param {string} path
 * @param {object} body
 * @param {'counted' | 'done'} kind
 * @returns {Promise<BulkState>}
 */
async function attempt(path, body, kind) {
  try {
    return { kind, changed: await order(path, body) };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error };
    throw error;
  }
}
