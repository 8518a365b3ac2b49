import { call } from './api.js';
import { after } from './machine.js';
import { token } from './session.js';
import { createStore } from './store.js';

/** @typedef {'connecting' | 'live' | 'paused'} LiveState */
/** @typedef {{ id: string, event: string, data: Record<string, any> }} LiveEvent */

/** How the stream stands; while it is paused nothing on the page moves but clocks. */
export const live = createStore(/** @type {LiveState} */ ('connecting'));

/** @type {Set<(event: LiveEvent) => void>} */
const listeners = new Set();
/** @type {AbortController | null} */
let connection = null;
let lastId = '';

const RECONNECT_MS = 3000;

/**
 * @param {(event: LiveEvent) => void} listen
 * @returns {() => void}
 */
export function onLiveEvent(listen) {
  listeners.add(listen);
  return () => void listeners.delete(listen);
}

export function togglePause() {
  if (live.get() === 'paused') connect();
  else pause();
}

/** Begins to watch, and begins anew with another token. */
export function startLive() {
  token.subscribe((value) => {
    lastId = '';
    if (value === null) disconnect();
    else connect();
  });
  if (token.get() !== null) connect();
}

function pause() {
  disconnect();
  live.set('paused');
}

function disconnect() {
  connection?.abort();
  connection = null;
}

function connect() {
  disconnect();
  connection = new AbortController();
  live.set('connecting');
  void watch(connection.signal);
}

/**
 * Reads the stream by hand: EventSource cannot send a token.
 * @param {AbortSignal} signal
 */
async function watch(signal) {
  try {
    /** @type {Record<string, string>} */
    const headers = lastId === '' ? {} : { 'last-event-id': lastId };
    const response = await call('/stream', { headers, signal });
    live.set('live');
    await readFrames(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body));
  } catch {
    // Whatever ended it, the same is done about it.
  }
  if (signal.aborted || token.get() === null) return;
  live.set('connecting');
  after(RECONNECT_MS, () => {
    if (!signal.aborted) void watch(signal);
  });
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
async function readFrames(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const frames = (text + value).split('\n\n');
    text = /** @type {string} */ (frames.pop());
    for (const frame of frames) publish(frame);
  }
}

/** @param {string} frame */
function publish(frame) {
  const fields = new Map(
    frame.split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  const event = fields.get('event');
  if (event === undefined) return;
  lastId = fields.get('id') ?? lastId;
  const happened = { id: lastId, event, data: JSON.parse(fields.get('data') ?? '{}') };
  for (const listen of listeners) listen(happened);
}
