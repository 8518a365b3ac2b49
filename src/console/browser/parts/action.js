import { order, Problem } from '../api.js';
import { html, useState } from '../preact.js';
import { Curl } from './curl.js';
import { Dialog } from './dialog.js';
import { ProblemNotice } from './notice.js';

/**
 * Something that can be ordered.
 * @typedef {object} Action
 * @property {string} label what the button says
 * @property {string} path of the admin API
 * @property {string} meaning what it does, in a sentence
 * @property {readonly Field[]} [fields] what it asks for
 * @property {boolean} [isGrave] it cannot be undone
 */
/** @typedef {{ name: string, label: string, type?: 'text' | 'datetime-local', isOptional?: boolean }} Field */

/**
 * A button that opens a question, sends the order, and shows what came of it, refusals included.
 * @param {{ action: Action, onDone?: () => void, class?: string }} props
 */
export function ActionButton({ action, onDone, class: kind = '' }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return html`
    <button type="button" class=${kind} onClick=${() => setOpen(true)}>${action.label}</button>
    ${isOpen ? html`<${ActionDialog} action=${action} onDone=${onDone} onClose=${close} />` : null}`;
}

/** @param {{ action: Action, onDone?: () => void, onClose: () => void }} props */
function ActionDialog({ action, onDone, onClose }) {
  const { label, path, meaning, fields = [], isGrave = false } = action;
  const [values, setValues] = useState(/** @type {Record<string, string>} */ ({}));
  const [outcome, setOutcome] = useState(/** @type {Outcome} */ ({ kind: 'asking' }));
  const body = bodyOf(fields, values);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setOutcome({ kind: 'sending' });
    const next = await attempt(path, body);
    setOutcome(next);
    if (next.kind === 'done') onDone?.();
  };
  const input = (/** @type {Field} */ field) => html`
    <label class="field">
      <span>${field.label}${field.isOptional ? ' (optional)' : ''}</span>
      <input
        type=${field.type ?? 'text'} required=${!field.isOptional} maxlength="1000" value=${values[field.name] ?? ''}
        onInput=${(/** @type {any} */ event) => setValues({ ...values, [field.name]: event.target.value })}
      />
    </label>`;
  return html`
    <${Dialog} title=${label} onClose=${onClose}>
      <p>${meaning}</p>
      ${
        outcome.kind === 'done'
          ? html`<${Changed} changed=${outcome.changed} onClose=${onClose} />`
          : html`
        <form onSubmit=${send}>
          ${fields.map(input)}
          ${outcome.kind === 'refused' ? html`<${ProblemNotice} problem=${outcome.problem} />` : null}
          <div class="buttons">
            <button type="submit" class=${isGrave ? 'grave' : 'primary'} disabled=${outcome.kind === 'sending'}>${label}</button>
            <button type="button" onClick=${onClose}>Cancel</button>
          </div>
        </form>
        <${Curl} path=${path} body=${body} />`
      }
    <//>`;
}

/**
 * @typedef {{ kind: 'asking' | 'sending' } | { kind: 'done', changed: Record<string, any> } | { kind: 'refused', problem: Problem }} Outcome
 */

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<Outcome>}
 */
async function attempt(path, body) {
  try {
    return { kind: 'done', changed: await order(path, body) };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error };
    throw error;
  }
}

/**
 * @param {readonly Field[]} fields
 * @param {Record<string, string>} values
 */
function bodyOf(fields, values) {
  const given = fields.filter(({ name }) => (values[name] ?? '') !== '');
  const write = (/** @type {Field} */ { name, type }) => {
    const value = values[name] ?? '';
    return type === 'datetime-local' ? new Date(value).toISOString() : value;
  };
  return Object.fromEntries(given.map((field) => [field.name, write(field)]));
}

/** @param {{ changed: Record<string, any>, onClose: () => void }} props */
function Changed({ changed, onClose }) {
  return html`
    <div class="notice good" role="status">
      <strong>Done.</strong>
      <dl class="facts">
        ${Object.entries(changed).map(([name, value]) => html`<dt>${name}</dt><dd>${typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>`)}
      </dl>
    </div>
    <div class="buttons"><button type="button" class="primary" autofocus onClick=${onClose}>Close</button></div>`;
}
