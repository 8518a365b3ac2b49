import { useEffect, useState } from './preact.js';

/**
 * A value that several parts of the page look at.
 * @template Value
 * @param {Value} first
 */
export function createStore(first) {
  let value = first;
  /** @type {Set<(value: Value) => void>} */
  const watchers = new Set();
  return {
    get: () => value,
    /** @param {Value} next */
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const watch of watchers) watch(value);
    },
    /** @param {(value: Value) => void} watch */
    subscribe(watch) {
      watchers.add(watch);
      return () => void watchers.delete(watch);
    },
  };
}

/**
 * The present value, in a component that is drawn again when it changes.
 * @template Value
 * @param {{ get(): Value, subscribe(watch: (value: Value) => void): () => void }} store
 * @returns {Value}
 */
export function useStore(store) {
  const [value, setValue] = useState(store.get());
  useEffect(() => {
    setValue(store.get());
    return store.subscribe((next) => setValue(next));
  }, [store]);
  return value;
}
