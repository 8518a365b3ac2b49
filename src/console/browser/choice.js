import { go, queryOf } from './router.js';

/**
 * What is chosen on a page with a list, read from the address and written there.
 * @param {string} path of the page
 * @param {URLSearchParams} query
 * @param {readonly string[]} names
 */
export function choiceIn(path, query, names) {
  const chosen = Object.fromEntries([...names, 'cursor'].map((name) => [name, query.get(name)]));
  return {
    chosen,
    /** @type {import('./parts/filters.js').Choose} */
    choose: (change, replace = false) =>
      go(`${path}${queryOf({ ...chosen, cursor: null, ...change })}`, { replace }),
  };
}
