import { createStore } from './store.js';

/** @typedef {'system' | 'light' | 'dark'} Scheme */

const KEPT_AS = 'sla-bridge-scheme';
/** @type {readonly Scheme[]} */
const schemes = ['system', 'light', 'dark'];

/** Dark or light; by itself as the system says. */
export const scheme = createStore(schemes.find((one) => one === localStorage.getItem(KEPT_AS)) ?? 'system');

export function applyScheme() {
  const apply = () => {
    document.documentElement.dataset['scheme'] = scheme.get();
  };
  apply();
  scheme.subscribe((value) => {
    localStorage.setItem(KEPT_AS, value);
    apply();
  });
}

export function nextScheme() {
  scheme.set(/** @type {Scheme} */ (schemes[(schemes.indexOf(scheme.get()) + 1) % schemes.length]));
}
