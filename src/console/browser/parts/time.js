import { formatCountdown, formatInstant } from '../format.js';
import { now } from '../machine.js';
import { html } from '../preact.js';

/**
 * An instant where the reader is; in UTC on pointing at it.
 * @param {{ at: string | null, none?: string }} props
 */
export function Time({ at, none = '–' }) {
  if (at === null) return html`<span class="quiet">${none}</span>`;
  return html`<time datetime=${at} title=${at}>${formatInstant(Date.parse(at), now())}</time>`;
}

/**
 * How long until, or how long since, at `nowAt`.
 * @param {{ at: string, nowAt: number }} props
 */
export function Countdown({ at, nowAt }) {
  const leftMs = Date.parse(at) - nowAt;
  const tone = leftMs < 0 ? 'overrun' : leftMs < 15 * 60_000 ? 'close' : 'far';
  const text = leftMs < 0 ? `+${formatCountdown(-leftMs)}` : formatCountdown(leftMs);
  const title = `${leftMs < 0 ? 'since' : 'at'} ${at}`;
  return html`<time class="countdown ${tone}" datetime=${at} title=${title}>${text}</time>`;
}
