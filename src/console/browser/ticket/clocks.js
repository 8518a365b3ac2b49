import { capital, formatCountdown, formatLength, formatTarget } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { useNow } from '../use-now.js';

/**
 * The three clocks, moving.
 * @param {{ clocks: readonly any[], explained: any }} props
 */
export function TicketClocks({ clocks, explained }) {
  const nowAt = useNow();
  return html`
    <div class="clocks">
      ${clocks.map((clock) => html`<${ClockCard} key=${clock.kind} clock=${clock} told=${toldOf(explained, clock.kind)} seenAt=${explained?.at} nowAt=${nowAt} />`)}
    </div>`;
}

/** @param {any} explained @param {string} kind */
function toldOf(explained, kind) {
  return explained?.clocks.find((/** @type {any} */ one) => one.kind === kind) ?? null;
}

/** @param {{ clock: any, told: any, seenAt: string | undefined, nowAt: number }} props */
function ClockCard({ clock, told, seenAt, nowAt }) {
  const elapsedMs = elapsedNow(told ?? clock, told === null ? undefined : seenAt, nowAt);
  const share = elapsedMs / clock.targetMs;
  const isOver = clock.state === 'breached' || clock.state === 'missed';
  return html`
    <section class="panel clock ${clock.state}" aria-label="${clock.kind} clock">
      <header class="panel-head">
        <h2>${capital(clock.kind)}</h2>
        <${Badge} word=${clock.state} />
        ${clock.paused ? html`<span class="badge watch">paused</span>` : null}
        ${clock.superseded.length > 0 ? html`<span class="badge idle" title=${clock.superseded.join(', ')}>earlier breach superseded</span>` : null}
      </header>
      <${Figure} clock=${clock} elapsedMs=${elapsedMs} />
      <div class="bar-frame" role="progressbar" aria-label="${clock.kind}: share of the target used" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.min(100, Math.round(share * 100))} aria-valuetext="${Math.round(share * 100)} per cent">
        <div class="bar-used ${isOver ? 'over' : share >= 0.75 ? 'close' : ''}" style=${{ width: `${Math.min(100, share * 100)}%` }}></div>
      </div>
      <p class="quiet">${formatLength(elapsedMs)} of ${formatTarget(clock.targetMs)} used${share > 1 ? '' : `, ${Math.floor(share * 100)} %`}${clock.reason === undefined || clock.reason === null ? '' : ` (${clock.reason})`}</p>
      <p>${instantLine(clock)}</p>
    </section>`;
}

/** @param {{ clock: any, elapsedMs: number }} props */
function Figure({ clock, elapsedMs }) {
  const leftMs = clock.targetMs - elapsedMs;
  const text = leftMs < 0 ? `+${formatCountdown(-leftMs)}` : formatCountdown(leftMs);
  const said = {
    pending: ['–', 'not started'],
    running: [text, 'left'],
    paused: [text, 'left when it goes on'],
    breached: [text, 'overdue'],
    missed: [text, 'too late'],
    met: [text, 'to spare'],
    cancelled: ['–', 'cancelled'],
  };
  const [figure, words] = said[/** @type {keyof typeof said} */ (clock.state)];
  return html`<p class="figure-line"><span class="figure">${figure}</span> <span class="quiet">${words}</span></p>`;
}

/** @param {any} clock */
function instantLine(clock) {
  if (clock.state === 'breached' || clock.state === 'missed')
    return html`Breached <${Time} at=${clock.breachedAt} />${clock.stoppedAt === null ? '' : html`, stopped <${Time} at=${clock.stoppedAt} />`}`;
  if (clock.stoppedAt !== null) return html`Stopped <${Time} at=${clock.stoppedAt} />`;
  if (clock.dueAt !== null) return html`Due <${Time} at=${clock.dueAt} />`;
  return html`<span class="quiet">Nothing due</span>`;
}

/**
 * What a clock has counted by now: it goes on since it was asked for, if it was counting then.
 * @param {any} clock
 * @param {string | undefined} seenAt
 * @param {number} nowAt
 */
function elapsedNow(clock, seenAt, nowAt) {
  const isCounting = clock.stoppedAt === null && clock.segments?.at(-1)?.kind === 'running';
  if (!isCounting || seenAt === undefined) return clock.elapsedMs;
  return clock.elapsedMs + Math.max(0, nowAt - Date.parse(seenAt));
}
