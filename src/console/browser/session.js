import { createStore } from './store.js';

const KEPT_AS = 'sla-bridge-token';

/** The token, kept for as long as the tab is open and nowhere else. Null: nobody has given one. */
export const token = createStore(sessionStorage.getItem(KEPT_AS));

token.subscribe((value) => {
  if (value === null) sessionStorage.removeItem(KEPT_AS);
  else sessionStorage.setItem(KEPT_AS, value);
});

/**
 * Takes a token out of the address (`#token=…`), where no server and no referrer ever sees it, and removes it from there.
 */
export function takeTokenFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  token.set(given.trim());
}

/** Why somebody has to sign in again; null where they have not been in. */
export const signInReason = createStore(/** @type {string | null} */ (null));

/** @param {string | null} why */
export function signOut(why) {
  signInReason.set(why);
  token.set(null);
}
