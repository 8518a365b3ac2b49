import { html } from '../preact.js';

/** Which words are good, bad, or something to look at; every other is neither. The word itself always stands beside the colour. */
const tones = new Map(
  Object.entries({
    good: ['met', 'delivered', 'pass', 'ok', 'complete', 'done'],
    busy: ['running', 'open', 'in-flight', 'begun', 'applied'],
    watch: ['paused', 'waiting', 'warn', 'held', 'incomplete', 'high', 'pending-send'],
    bad: ['breached', 'missed', 'dead', 'fail', 'failed', 'critical'],
  }).flatMap(([tone, words]) => words.map((word) => /** @type {[string, string]} */ ([word, tone]))),
);

/**
 * A word of one of the closed lists, in its colour.
 * @param {{ word: string, title?: string }} props
 */
export function Badge({ word, title }) {
  return html`<span class="badge ${tones.get(word) ?? 'idle'}" title=${title}>${word}</span>`;
}

const initials = new Map([
  ['response', 'R'],
  ['troubleshoot', 'T'],
  ['fix', 'F'],
]);

/**
 * The three clocks of a ticket in a line of a list.
 * @param {{ clocks: readonly { kind: string, state: string, paused: boolean }[] }} props
 */
export function ClockChips({ clocks }) {
  const chip = (/** @type {{ kind: string, state: string }} */ { kind, state }) => html`
    <span class="chip ${tones.get(state) ?? 'idle'}" title="${kind}: ${state}" role="img" aria-label="${kind} ${state}">
      ${initials.get(kind)}
    </span>`;
  return html`<span class="chips">${clocks.map(chip)}</span>`;
}
