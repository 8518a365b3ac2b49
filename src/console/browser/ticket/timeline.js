import { formatInstant, formatLength } from '../format.js';
import { now } from '../machine.js';
import { html, useLayoutEffect, useRef, useState } from '../preact.js';
import { makeAxis } from './time-axis.js';

const LABELS = 104;
const LANE = 34;
const TOP = 26;
const BAND = 16;
const NARROWEST = 300;

/** @typedef {import('./time-axis.js').Axis} Axis */

/** What segments of a clock look like, and what the legend calls them. */
const kinds = [
  ['running', 'counted'],
  ['overrun', 'counted past the target'],
  ['paused', 'paused: waiting on the customer'],
  ['closed-hours', 'closed hours'],
  ['holiday', 'holiday'],
  ['foreseen', 'still to come'],
];

/**
 * A ticket's whole life as a picture: its states, what each clock counted and why not, breaches, and the ladder.
 * @param {{ explained: any }} props
 */
export function Timeline({ explained }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const width = useWidth(frame);
  const lanes = [
    { name: 'state', draw: drawStates },
    ...explained.clocks.map((/** @type {any} */ clock) => ({
      name: clock.kind,
      draw: (/** @type {any} */ all, /** @type {Axis} */ axis) => drawClock(clock, axis, Date.parse(all.at)),
    })),
    { name: 'escalation', draw: drawLadder },
  ];
  const height = TOP + lanes.length * LANE + 4;
  const [fromAt, toAt] = spanOf(explained);
  const axis = makeAxis(fromAt, toAt, LABELS, width - LABELS - 14);
  return html`
    <div ref=${frame} class="timeline">
      <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${summaryOf(explained)}>
        ${axis.ticks.map(
          ({ at, label }) => html`
          <line class="grid" x1=${axis.x(at)} x2=${axis.x(at)} y1=${TOP - 6} y2=${height} />
          <text class="tick" x=${axis.x(at)} y="12" text-anchor="middle">${label}</text>`,
        )}
        ${lanes.map(
          ({ name, draw }, index) => html`
          <g transform="translate(0 ${TOP + index * LANE})">
            <text class="lane" x="0" y=${BAND - 3}>${name}</text>
            ${draw(explained, axis)}
          </g>`,
        )}
        <${NowLine} x=${axis.x(Date.parse(explained.at))} height=${height} />
      </svg>
      <${Legend} />
    </div>`;
}

/** @param {{ current: HTMLElement | null }} element */
function useWidth(element) {
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const measure = () => setWidth(Math.max(NARROWEST, Math.floor(element.current?.clientWidth ?? 720)));
    const observer = new ResizeObserver(measure);
    if (element.current !== null) observer.observe(element.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return width;
}

/**
 * From the opening to now, or to what is still to come if that is not too far away to be seen beside the past.
 * @param {any} explained
 * @returns {[fromAt: number, toAt: number]}
 */
function spanOf(explained) {
  const at = Date.parse(explained.at);
  const opened = Date.parse(explained.milestones[0]?.at ?? explained.history[0]?.at ?? explained.at);
  const fromAt = Math.min(opened, at - 1000);
  const isDone = explained.clocks.every(
    (/** @type {any} */ one) => one.stoppedAt !== null || one.state === 'cancelled',
  );
  const stops = explained.clocks.flatMap((/** @type {any} */ one) =>
    one.stoppedAt === null ? [] : [Date.parse(one.stoppedAt)],
  );
  const steps = explained.ladder.steps.map((/** @type {any} */ one) => Date.parse(one.at));
  // What happened after the end is an empty stretch that would only make the rest small.
  const lastAt = isDone ? Math.max(fromAt + 1000, ...stops, ...steps) : at;
  const dues = [
    ...explained.clocks.map((/** @type {any} */ one) => one.dueAt),
    explained.ladder.next?.dueAt ?? null,
  ];
  const ahead = dues
    .filter((due) => due !== null)
    .map((due) => Date.parse(due))
    .filter((due) => due > lastAt && due - lastAt < 2 * (lastAt - fromAt) + 60_000);
  const toAt = Math.max(lastAt, ...ahead);
  return [fromAt, toAt + (toAt - fromAt) * 0.03];
}

/** @param {any} explained @param {Axis} axis */
function drawStates(explained, axis) {
  const { history } = explained;
  const endAt = Date.parse(explained.at);
  return history.map((/** @type {any} */ condition, /** @type {number} */ index) => {
    const fromAt = Date.parse(condition.at);
    const toAt = index + 1 < history.length ? Date.parse(history[index + 1].at) : endAt;
    const [x, width] = [axis.x(fromAt), axis.x(toAt) - axis.x(fromAt)];
    const words = `${condition.state}, ${condition.priority ?? 'no priority'}`;
    return html`
      <rect class="state ${condition.state}" x=${x} y="0" width=${Math.max(1, width)} height=${BAND} rx="2"><title>${words}, ${spanText(fromAt, toAt)}</title></rect>
      ${width > 9 * words.length ? html`<text class="in-band" x=${x + 5} y=${BAND - 4}>${words}</text>` : width > 8 * condition.state.length + 8 ? html`<text class="in-band" x=${x + 5} y=${BAND - 4}>${condition.state}</text>` : null}`;
  });
}

/** @param {any} clock @param {Axis} axis @param {number} endAt */
function drawClock(clock, axis, endAt) {
  const breachedAt = clock.breachedAt === null ? null : Date.parse(clock.breachedAt);
  const marks = [
    ...clock.superseded.map((/** @type {string} */ at) => ['superseded', at]),
    ...(breachedAt === null ? [] : [['breach', clock.breachedAt]]),
  ];
  const dueAt = clock.dueAt === null ? null : Date.parse(clock.dueAt);
  const foreseen = clock.due.steps.filter((/** @type {any} */ step) => step.isForeseen);
  const isOpen = clock.stoppedAt === null;
  return html`
    ${clock.segments
      .filter((/** @type {any} */ one) => one.kind !== 'pending')
      .flatMap((/** @type {any} */ one) => splitAt(one, breachedAt))
      .map((/** @type {any} */ one) => html`<${Segment} segment=${one} axis=${axis} />`)}
    ${isOpen ? foreseen.map((/** @type {any} */ one) => html`<${Segment} segment=${{ ...one, kind: one.kind === 'running' ? 'foreseen' : `${one.kind} ahead` }} axis=${axis} />`) : null}
    ${dueAt === null || !isOpen || breachedAt !== null || dueAt < endAt ? null : html`<${Due} x=${axis.x(dueAt)} at=${dueAt} />`}
    ${marks.map(([kind, at]) => html`<${Breach} kind=${kind} x=${axis.x(Date.parse(at))} at=${Date.parse(at)} />`)}`;
}

/**
 * What is counted after the breach looks different.
 * @param {any} segment
 * @param {number | null} breachedAt
 */
function splitAt(segment, breachedAt) {
  if (segment.kind !== 'running' || breachedAt === null) return [segment];
  const at = new Date(breachedAt).toISOString();
  if (Date.parse(segment.from) >= breachedAt) return [{ ...segment, kind: 'overrun' }];
  if (Date.parse(segment.to) <= breachedAt) return [segment];
  return [
    { ...segment, to: at },
    { ...segment, from: at, kind: 'overrun' },
  ];
}

/** @param {{ segment: any, axis: Axis }} props */
function Segment({ segment, axis }) {
  const [fromAt, toAt] = [Date.parse(segment.from), Date.parse(segment.to)];
  const width = Math.max(0.75, axis.x(toAt) - axis.x(fromAt));
  return html`<rect class="segment ${segment.kind}" x=${axis.x(fromAt)} y="2" width=${width} height=${BAND - 4}><title>${segment.why}, ${spanText(fromAt, toAt)}</title></rect>`;
}

/** @param {{ x: number, at: number }} props */
function Due({ x, at }) {
  return html`<path class="due" d="M${x} -2v${BAND + 4}"><title>due ${formatInstant(at, now())}</title></path>`;
}

/** @param {{ kind: string, x: number, at: number }} props */
function Breach({ kind, x, at }) {
  const middle = BAND / 2;
  return html`<path class="mark ${kind}" d="M${x - 6} ${middle}l6 -8l6 8l-6 8z"><title>${kind === 'breach' ? 'breached' : 'breach superseded by a change of priority'} ${formatInstant(at, now())}</title></path>`;
}

/** @param {any} explained @param {Axis} axis */
function drawLadder(explained, axis) {
  const { steps, next } = explained.ladder;
  const rung = (/** @type {any} */ step, /** @type {string} */ kind, /** @type {string} */ at) => html`
    <g class="rung-mark l${step.level} ${kind}">
      <circle cx=${axis.x(Date.parse(at))} cy=${BAND / 2} r="9"><title>level ${step.level}: ${step.contact.position}, ${formatInstant(Date.parse(at), now())}</title></circle>
      <text x=${axis.x(Date.parse(at))} y=${BAND / 2 + 4} text-anchor="middle">${step.level}</text>
    </g>`;
  return html`
    ${steps.map((/** @type {any} */ step) => rung(step, 'raised', step.at))}
    ${next === null ? null : rung(next, 'to-come', next.dueAt)}`;
}

/** @param {{ x: number, height: number }} props */
function NowLine({ x, height }) {
  return html`<path class="now" d="M${x} ${TOP - 8}V${height}"><title>now</title></path>`;
}

function Legend() {
  return html`
    <p class="legend quiet">
      ${kinds.map(([kind, words]) => html`<span><svg width="18" height="12" aria-hidden="true"><rect class="segment ${kind}" width="18" height="12" /></svg>${words}</span>`)}
      <span><svg width="14" height="16" aria-hidden="true"><path class="mark breach" d="M1 8l6 -8l6 8l-6 8z" /></svg>breach</span>
    </p>`;
}

/** @param {number} fromAt @param {number} toAt */
function spanText(fromAt, toAt) {
  return `${formatInstant(fromAt, now())} for ${formatLength(toAt - fromAt)}`;
}

/** @param {any} explained */
function summaryOf(explained) {
  const clocks = explained.clocks.map((/** @type {any} */ { kind, state }) => `${kind} ${state}`).join(', ');
  return `Timeline of ${explained.number}: ${clocks}; ${explained.ladder.steps.length} escalations. The same in words stands below.`;
}
