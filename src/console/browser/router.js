import { html } from './preact.js';
import { createStore } from './store.js';

const ROOT = '/console';

/** @typedef {{ path: string, query: URLSearchParams }} Place */

/** @returns {Place} */
function read() {
  return { path: location.pathname.slice(ROOT.length) || '/', query: new URLSearchParams(location.search) };
}

/** Where we are, below `/console`. */
export const place = createStore(read());

addEventListener('popstate', () => place.set(read()));

/**
 * @param {string} to a path below `/console`, with its query
 * @param {{ replace?: boolean }} [how] `replace`: the way back does not lead here
 */
export function go(to, { replace = false } = {}) {
  if (replace) history.replaceState(null, '', ROOT + to);
  else {
    history.pushState(null, '', ROOT + to);
    scrollTo(0, 0);
  }
  place.set(read());
}

/**
 * A query as an address has it, without what is empty.
 * @param {Record<string, string | null | undefined>} parameters
 */
export function queryOf(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value != null && value !== '');
  const query = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
  return query === '' ? '' : `?${query.replaceAll('%2C', ',')}`;
}

/**
 * A link that changes the page without loading it anew; everything else that links can do stays with the browser.
 * @param {{ to: string, children?: import('./preact.js').Children } & Record<string, any>} props
 */
export function Link({ to, children, ...rest }) {
  /** @param {MouseEvent} event */
  const follow = (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return html`<a href=${ROOT + to} onClick=${follow} ...${rest}>${children}</a>`;
}

/**
 * The address of a ticket's page.
 * @param {string} number
 * @param {string} [table] where two tables may have the number
 */
export function ticketPath(number, table) {
  return `/tickets/${encodeURIComponent(number)}${queryOf({ table })}`;
}
