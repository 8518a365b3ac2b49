import { now } from '../machine.js';
import { html } from '../preact.js';

/** The month it is, by UTC, as `2026-02`. */
export function thisMonth() {
  return new Date(now()).toISOString().slice(0, 7);
}

/** @param {string} month @param {number} by how many months */
export function shiftMonth(month, by) {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + by);
  return first.toISOString().slice(0, 7);
}

/** @param {string} month */
export function nameOfMonth(month) {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/**
 * Months from the first to the last, both meant; what an address says, as far as it makes sense.
 * @typedef {{ first: string, last: string }} Months
 */

/**
 * @param {URLSearchParams} query `first` and `last`; the last alone is that month; neither is this month
 * @returns {Months}
 */
export function readMonths(query) {
  const last = monthOf(query.get('last')) ?? thisMonth();
  const first = monthOf(query.get('first')) ?? last;
  return first <= last ? { first, last } : { first: last, last: first };
}

/** @param {string | null} text */
function monthOf(text) {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null;
}

/** @param {Months} months */
export function nameOfMonths({ first, last }) {
  return first === last ? nameOfMonth(last) : `${nameOfMonth(first)} to ${nameOfMonth(last)}`;
}

/**
 * The same as the admin API wants it.
 * @param {Months} months
 */
export function periodOf({ first, last }) {
  return { from: `${first}-01T00:00:00Z`, to: `${shiftMonth(last, 1)}-01T00:00:00Z` };
}

/**
 * Which months are looked at.
 * @param {{ months: Months, choose: (change: Record<string, string | null>) => void, isIdle?: boolean }} props `isIdle`: none are chosen yet
 */
export function MonthsFilter({ months, choose, isIdle = false }) {
  const input = (/** @type {'first' | 'last'} */ name, /** @type {string} */ label) => html`
    <label class="inline">${label}
      <input type="month" value=${months[name]} max=${thisMonth()} required
        onChange=${(/** @type {any} */ event) => choose({ ...months, [name]: event.target.value || null })} />
    </label>`;
  return html`
    <span class="months">
      ${input('first', 'From')} ${input('last', 'to')}
      ${[1, 3, 12].map((count) => html`<${Latest} count=${count} months=${isIdle ? null : months} choose=${choose} />`)}
    </span>`;
}

/** @param {{ count: number, months: Months | null, choose: (change: Record<string, string | null>) => void }} props */
function Latest({ count, months, choose }) {
  const last = thisMonth();
  const first = shiftMonth(last, 1 - count);
  const isChosen = months?.first === first && months.last === last;
  const name = count === 1 ? 'This month' : `${count} months`;
  return html`<button type="button" class="small" aria-pressed=${isChosen} onClick=${() => choose({ first, last })}>${name}</button>`;
}
