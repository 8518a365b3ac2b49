/**
 * A second implementation of the rules for clocks and ladder, made only to be compared with the product's. It shares
 * no code with it and takes the opposite way: no arithmetic on calendars, no caching, no formula for what comes next,
 * but one step after the other through every instant at which anything happens.
 */
import { type HistoryLine, readHistory } from './reference-history.ts';
import { ReferenceLadder } from './reference-ladder.ts';
import { documentPolicy, type ReferencePolicy } from './reference-policy.ts';
import { type ReferenceClock, ReferenceTicket } from './reference-ticket.ts';

export interface ReferenceClockLine {
  readonly kind: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly dueAt: string | null;
  readonly stoppedAt: string | null;
  readonly breachedAt: string | null;
  readonly superseded: readonly string[];
  readonly paused: boolean;
  readonly elapsedMs: number;
  readonly targetMs: number;
}

export interface ReferenceResult {
  readonly number: string;
  readonly clocks: readonly ReferenceClockLine[];
  readonly escalations: readonly { at: string; level: number; route: string; trigger: string }[];
  readonly problems?: readonly string[];
}

/** One for all, so that its calendars keep what they have looked at. */
const theDocument = documentPolicy();

/** Judges one history line; `asOf` overrides the line's own. `error` for a line that cannot be judged. */
export function referenceEvaluate(
  line: HistoryLine,
  policy: ReferencePolicy = theDocument,
  asOf: string | undefined = line.asOf,
): ReferenceResult | { number: string; error: string } {
  if (asOf === undefined) throw new Error('the reference does not know what time it is: give an asOf');
  const history = readHistory(line, asOf);
  if (history === null) return { number: line.number, error: 'cannot be judged' };
  const problems = history.problems.length > 0 ? { problems: history.problems } : {};
  if (history.openedAt > history.asOf)
    return { number: line.number, clocks: [], escalations: [], ...problems };
  const ticket = new ReferenceTicket(history, policy);
  const ladder = new ReferenceLadder(ticket);
  for (let at: number | null = history.openedAt; at !== null; at = nextInstant(ticket, ladder)) {
    ticket.passUntil(at);
    ticket.happen();
    ladder.look();
  }
  ticket.passUntil(history.asOf);
  return {
    number: history.number,
    clocks: ticket.clocks.map((clock) => clockLine(ticket, clock)),
    escalations: ladder.raises.map((raise) => ({ ...raise, at: iso(raise.at) })),
    ...problems,
  };
}

/** The next instant, not later than asOf, at which anything may happen; null when there is none. */
function nextInstant(ticket: ReferenceTicket, ladder: ReferenceLadder): number | null {
  const { history, now } = ticket;
  const falling = ticket.clocks
    .filter((clock) => ticket.stands(clock) && !ticket.isPaused(clock) && clock.breachedAt === null)
    .map((clock) => ticket.usedUpAt(clock));
  const instants = [
    ...history.versions.map(({ at }) => at),
    history.respondedAt,
    history.diagnosedAt,
    ...falling,
    ladder.nextStepAt(),
  ].filter((at): at is number => at !== null && at > now && at <= history.asOf);
  return instants.length === 0 ? null : Math.min(...instants);
}

function clockLine(ticket: ReferenceTicket, clock: ReferenceClock): ReferenceClockLine {
  const state = stateOf(ticket, clock);
  const hasDue = state !== 'cancelled' && state !== 'pending' && state !== 'paused';
  return {
    kind: clock.kind,
    state,
    startedAt: isoOrNull(clock.startedAt),
    dueAt: hasDue ? iso(ticket.usedUpAt(clock)) : null,
    stoppedAt: isoOrNull(clock.stoppedAt),
    breachedAt: isoOrNull(clock.breachedAt),
    superseded: clock.superseded.map(iso),
    paused: ticket.isPaused(clock),
    elapsedMs: ticket.elapsedMs(clock),
    targetMs: ticket.promise(clock).targetMs,
  };
}

function stateOf(ticket: ReferenceTicket, clock: ReferenceClock): string {
  if (clock.stoppedAt === null && (ticket.isCalledOff() || clock.lost)) return 'cancelled';
  if (clock.stoppedAt !== null) return ticket.isMissed(clock) ? 'missed' : 'met';
  if (clock.startedAt === null) return 'pending';
  if (clock.breachedAt !== null) return 'breached';
  return ticket.isPaused(clock) ? 'paused' : 'running';
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | null): string | null {
  return at === null ? null : iso(at);
}
