import { after } from '../machine.js';
import { html, useEffect, useRef, useState } from '../preact.js';

/** @typedef {(change: Record<string, string | null>, replace?: boolean) => void} Choose */

/** Letters typed quickly are one search. */
const TYPING_MS = 300;

/**
 * Text to look for.
 * @param {{ name: string, label: string, type: string, chosen: Record<string, string | null>, choose: Choose }} props
 */
export function TextFilter({ name, label, type, chosen, choose }) {
  const given = chosen[name] ?? '';
  const [text, setText] = useState(given);
  const latest = useRef(choose);
  latest.current = choose;
  const cancel = useRef(() => {});
  useEffect(() => setText((before) => (before.trim() === given ? before : given)), [given]);
  useEffect(() => () => cancel.current(), []);
  const change = (/** @type {any} */ event) => {
    const value = event.target.value;
    setText(value);
    cancel.current();
    cancel.current = after(TYPING_MS, () => latest.current({ [name]: value.trim() || null }, true));
  };
  return html`<input class="search" type=${type} aria-label=${label} placeholder=${label} maxlength="100" value=${text} onInput=${change} />`;
}

/**
 * Words that can be switched on, several at once unless `isSingle`. None on: all of them.
 * @param {{ name: string, label: string, words: readonly string[], chosen: Record<string, string | null>, choose: Choose, isSingle?: boolean }} props
 */
export function Toggles({ name, label, words, chosen, choose, isSingle = false }) {
  const on = (chosen[name] ?? '').split(',').filter((word) => word !== '');
  const toggle = (/** @type {string} */ word) => {
    const others = isSingle ? [] : on.filter((one) => one !== word);
    const next = on.includes(word) ? others : [...others, word];
    choose({ [name]: words.filter((one) => next.includes(one)).join(',') || null });
  };
  return html`
    <div class="toggles" role="group" aria-label=${label}>
      <span class="quiet">${label}</span>
      ${words.map((word) => html`<button type="button" aria-pressed=${on.includes(word)} onClick=${() => toggle(word)}>${word}</button>`)}
    </div>`;
}
