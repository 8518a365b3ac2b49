import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import type { Timeline } from '../tickets/timeline.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, type Priority, priorities } from '../vocabulary.ts';
import {
  chooseRows,
  type Difference,
  type Drift,
  explainDifference,
  findDifference,
  GRACE_MS,
  type Hypothesis,
  type OtherClock,
  type OwnClock,
} from './drift.ts';
import { hypothesesFor, type MakeCalendar } from './drift-hypotheses.ts';
import type { ClockPolicy } from './policy.ts';

/** A mirrored ticket with its clocks as they were last judged. */
export interface ComparedTicket {
  readonly id: number;
  readonly table: string;
  readonly sysId: string;
  readonly serviceLine: string | null;
  readonly sysUpdatedAt: Instant;
  readonly clocks: readonly (OwnClock & { readonly priority: Priority | null })[];
}

/** What the instance's own SLA engine says, as far as it is to be compared. */
export interface OtherSide {
  /** By the sys_id of their record. */
  readonly rows: ReadonlyMap<string, readonly OtherClock[]>;
  /** For which clocks of which table a row is to be expected at all. */
  isExpected(table: string, kind: ClockKind): boolean;
  /** Configured definitions that the instance does not know. */
  readonly unknownDefinitions: readonly string[];
}

/** A clock that the instance judges otherwise. */
export interface DriftFinding extends Drift {
  readonly ticketId: number;
  readonly clock: ClockKind;
  readonly ours: OwnClock;
  readonly theirs: OtherClock | null;
}

export interface DriftRun {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Clocks that were compared. */
  readonly compared: number;
  readonly unknownDefinitions: readonly string[];
  readonly findings: readonly DriftFinding[];
}

export interface DriftJobParts {
  /** The instance's clock. */
  now(): Instant;
  readTheirs(signal: AbortSignal): Promise<OtherSide>;
  /** Live tickets with an unfinished clock, by id, after `afterId`. */
  loadOpenTickets(afterId: number, limit: number): Promise<ComparedTicket[]>;
  /** Live tickets of these records, open or not. */
  loadTicketsOf(sysIds: readonly string[]): Promise<ComparedTicket[]>;
  loadTimeline(ticketId: number): Promise<Timeline>;
  policyFor(serviceLine: string | null): ClockPolicy;
  readonly calendars: ReadonlyMap<string, CalendarDefinition>;
  /** Keeps calendars that were tried from one clock to the next. */
  readonly makeCalendar: MakeCalendar;
  /** Replaces what the last run found. */
  save(run: DriftRun): Promise<void>;
}

const BATCH = 500;

/** Compares every clock once with the instance's own SLA engine, and explains what differs. */
export async function compareClocks(parts: DriftJobParts, signal: AbortSignal): Promise<DriftRun> {
  const startedAt = parts.now();
  const theirs = await parts.readTheirs(signal);
  const findings: DriftFinding[] = [];
  let compared = 0;
  for await (const ticket of walkTickets(parts, theirs)) {
    signal.throwIfAborted();
    for (const pair of pairClocks(ticket, theirs, startedAt)) {
      compared++;
      const difference = findDifference(pair.ours, pair.theirs, startedAt);
      if (difference !== null) findings.push(await explain(parts, ticket, pair, difference, startedAt));
    }
  }
  const { unknownDefinitions } = theirs;
  const run = { startedAt, finishedAt: parts.now(), compared, unknownDefinitions, findings };
  await parts.save(run);
  return run;
}

/** Every ticket with an unfinished clock, then the others of which the instance speaks. */
async function* walkTickets(parts: DriftJobParts, { rows }: OtherSide): AsyncGenerator<ComparedTicket> {
  const others = new Set(rows.keys());
  for (let afterId: number | null = 0; afterId !== null; ) {
    const batch: ComparedTicket[] = await parts.loadOpenTickets(afterId, BATCH);
    for (const ticket of batch) others.delete(ticket.sysId);
    yield* batch;
    afterId = batch.at(-1)?.id ?? null;
  }
  const sysIds = [...others];
  for (let start = 0; start < sysIds.length; start += BATCH)
    yield* await parts.loadTicketsOf(sysIds.slice(start, start + BATCH));
}

interface ClockPair {
  readonly ours: ComparedTicket['clocks'][number];
  readonly theirs: OtherClock | null;
}

/** Each clock with the instance's row for it; what changed so recently that one side may not know it yet is left out. */
function pairClocks(ticket: ComparedTicket, theirs: OtherSide, now: Instant): ClockPair[] {
  if (ticket.sysUpdatedAt > now - GRACE_MS) return [];
  const rows = chooseRows(theirs.rows.get(ticket.sysId) ?? []);
  return ticket.clocks
    .map((ours) => ({ ours, theirs: rows.get(ours.kind) ?? null }))
    .filter((pair) => pair.theirs !== null || theirs.isExpected(ticket.table, pair.ours.kind))
    .filter((pair) => (pair.theirs?.updatedAt ?? 0) <= now - GRACE_MS);
}

async function explain(
  parts: DriftJobParts,
  ticket: ComparedTicket,
  { ours, theirs }: ClockPair,
  difference: Difference,
  now: Instant,
): Promise<DriftFinding> {
  const policy = parts.policyFor(ticket.serviceLine);
  const { kind, priority } = ours;
  const others = priorities.filter((other) => other !== priority);
  const needsHistory = (difference === 'due' || difference === 'breach') && priority !== null;
  const timezone = theirs?.timezone ?? null;
  const hypothesesOf = (timeline: Timeline, priority: Priority): Iterable<Hypothesis> =>
    hypothesesFor({ timeline, policy, kind, priority, timezone, now }, parts.calendars, parts.makeCalendar);
  const hypotheses = needsHistory ? hypothesesOf(await parts.loadTimeline(ticket.id), priority) : [];
  const targets = others.map((other) => policy.rules[other][kind].targetMs);
  const drift = explainDifference(difference, ours, theirs, targets, hypotheses);
  return { ...drift, ticketId: ticket.id, clock: kind, ours, theirs };
}
