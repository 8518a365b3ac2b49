import { ask, Problem } from './api.js';
import { live, onLiveEvent } from './live.js';
import { after, every } from './machine.js';
import { useEffect, useState } from './preact.js';

/**
 * What is known of an answer of the admin API.
 * @typedef {{ data: any, problem: Problem | null, reload(): void }} Answer
 */

/** However much happens, a page asks no more often than this. */
const SHORTEST_GAP_MS = 2000;
/** Asked anew even if nothing is heard, so that a lost event is not lost for long. */
const LONGEST_GAP_MS = 20_000;

/**
 * Asks, and asks again when something happens that concerns the answer. While a new answer is awaited, and when it fails,
 * the last one stays. `path` null: nothing is asked.
 * @param {string | null} path
 * @param {readonly string[] | null} [events] which events of the stream concern it; null: it is asked once, and stays
 * @returns {Answer}
 */
export function useAnswer(path, events = []) {
  const [answer, setAnswer] = useState(
    /** @type {{ path: string | null, data: any, problem: Problem | null }} */ ({
      path,
      data: null,
      problem: null,
    }),
  );
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    if (path === null) return undefined;
    const request = new AbortController();
    ask(path, request.signal).then(
      (data) => setAnswer({ path, data, problem: null }),
      (error) => {
        if (!(error instanceof Problem)) return;
        setAnswer((before) => ({ path, data: before.path === path ? before.data : null, problem: error }));
      },
    );
    return () => request.abort();
  }, [path, turn]);

  useEffect(
    () => (events === null ? undefined : askAgain(events, () => setTurn((last) => last + 1))),
    [events?.join()],
  );

  return {
    data: answer.path === path ? answer.data : null,
    problem: answer.path === path ? answer.problem : null,
    reload: () => setTurn((last) => last + 1),
  };
}

/**
 * @param {readonly string[]} events
 * @param {() => void} again
 */
function askAgain(events, again) {
  /** @type {(() => void) | null} */
  let cancel = null;
  const soon = () => {
    cancel ??= after(SHORTEST_GAP_MS, () => {
      cancel = null;
      if (!document.hidden && live.get() !== 'paused') again();
    });
  };
  const stops = [
    onLiveEvent(({ event }) => {
      if (events.includes(event)) soon();
    }),
    every(LONGEST_GAP_MS, soon),
    // Whoever resumes, or comes back to the tab, wants to see what is.
    live.subscribe((state) => {
      if (state === 'live') soon();
    }),
  ];
  document.addEventListener('visibilitychange', soon);
  return () => {
    cancel?.();
    document.removeEventListener('visibilitychange', soon);
    for (const stop of stops) stop();
  };
}
