import { togglePause } from './live.js';
import { go } from './router.js';
import { nextScheme } from './scheme.js';
import { createStore } from './store.js';

/** Whether the list of keys is shown. */
export const isHelpShown = createStore(false);

/**
 * The pages, in the order of the menu.
 * @type {readonly { path: string, name: string, key: string }[]}
 */
export const pages = [
  { path: '/', name: 'Overview', key: 'o' },
  { path: '/tickets', name: 'Tickets', key: 't' },
  { path: '/escalations', name: 'Escalations', key: 'e' },
  { path: '/outbox', name: 'Outbox', key: 'w' },
  { path: '/sync', name: 'Sync', key: 's' },
  { path: '/calendar', name: 'Calendar', key: 'c' },
  { path: '/policy', name: 'Policy', key: 'p' },
  { path: '/reports', name: 'Reports', key: 'r' },
  { path: '/what-if', name: 'What if', key: 'i' },
  { path: '/drift', name: 'Drift', key: 'd' },
  { path: '/audit', name: 'Audit', key: 'a' },
];

/**
 * What keys do, beside Tab and Enter.
 * @type {readonly { keys: string, does: string }[]}
 */
export const shortcuts = [
  ...pages.map(({ key, name }) => ({ keys: `g ${key}`, does: `Go to ${name}` })),
  { keys: '/', does: 'Search tickets' },
  { keys: 'j', does: 'Next line of the list' },
  { keys: 'k', does: 'Line before' },
  { keys: 'p', does: 'Pause or resume live updates' },
  { keys: 'd', does: 'Dark, light, or as the system says' },
  { keys: '?', does: 'This list' },
];

/** Listens for keys wherever nobody is writing. */
export function listenForKeys() {
  let isGoing = false;
  document.addEventListener('keydown', (event) => {
    const isTaken = event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target);
    if (isTaken || document.querySelector('dialog[open]') !== null) return;
    const didGo = isGoing && goTo(event.key);
    const did = didGo || act(event.key);
    isGoing = !isGoing && event.key === 'g';
    if (did) event.preventDefault();
  });
}

/** @param {EventTarget | null} target */
function isWriting(target) {
  return target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** @param {string} key */
function goTo(key) {
  const page = pages.find((one) => one.key === key);
  if (page !== undefined) go(page.path);
  return page !== undefined;
}

/** @type {Readonly<Record<string, () => void>>} */
const actions = {
  '?': () => isHelpShown.set(true),
  '/': search,
  p: togglePause,
  d: nextScheme,
  j: () => moveLine(1),
  k: () => moveLine(-1),
};

/** @param {string} key */
function act(key) {
  actions[key]?.();
  return actions[key] !== undefined;
}

function search() {
  const box = () => /** @type {HTMLInputElement | null} */ (document.querySelector('input[type="search"]'));
  if (box() === null) go('/tickets');
  requestAnimationFrame(() => box()?.focus());
}

/** @param {1 | -1} by */
function moveLine(by) {
  const links = /** @type {HTMLElement[]} */ ([
    ...document.querySelectorAll('main tbody tr a:first-of-type'),
  ]);
  const present = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = present === -1 ? (by === 1 ? 0 : links.length - 1) : present + by;
  links[next]?.focus();
}
