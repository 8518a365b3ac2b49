import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type Priority, type TicketState } from '../vocabulary.ts';
import { type Clock, elapsedMs } from './clock.ts';
import type { ClockRule } from './policy.ts';
import type { ReplayObserver } from './replay.ts';

/** What decides whether a ticket's clocks may run, from `at` on until the next condition. */
export interface Condition {
  readonly at: Instant;
  readonly state: TicketState;
  readonly covered: boolean;
  readonly priority: Priority;
}

/** How a clock stands under one priority at the instant of a change. */
export interface Standing {
  readonly priority: Priority;
  readonly targetMs: number;
  readonly calendarName: string;
  /** Counted from the clock's start, as if this priority had always held. */
  readonly elapsedMs: number;
  readonly dueAt: Instant | null;
}

/** A clock that is judged under another priority from `at` on. */
export interface PriorityChange {
  readonly at: Instant;
  readonly before: Standing;
  readonly after: Standing;
  /**
   * `within`: it has target left, before and after; `breached`: the change puts it over; `still-breached`: it stays over
   * and keeps its first breach; `breach-superseded`: the change takes its breach back.
   */
  readonly effect: 'within' | 'breached' | 'still-breached' | 'breach-superseded';
  /** The breach that was taken back, or null. */
  readonly supersededAt: Instant | null;
}

/** What of a replayed history is worth telling. */
export interface HistoryNotes {
  readonly conditions: Condition[];
  readonly priorityChanges: Readonly<Record<ClockKind, PriorityChange[]>>;
}

interface Snapshot {
  readonly rule: ClockRule;
  readonly priority: Priority;
  readonly dueAt: Instant | null;
  readonly breachedAt: Instant | null;
  readonly supersededCount: number;
}

/** Makes an observer for {@link replay} that takes notes of what it sees. */
export function takeNotes(): { readonly notes: HistoryNotes; readonly observe: ReplayObserver } {
  const notes: HistoryNotes = {
    conditions: [],
    priorityChanges: { response: [], troubleshoot: [], fix: [] },
  };
  const snapshots = new Map<ClockKind, Snapshot>();
  const observe: ReplayObserver = ({ state, covered, priority, clocks }, at) => {
    const last = notes.conditions.at(-1);
    if (last?.state !== state || last.covered !== covered || last.priority !== priority)
      notes.conditions.push({ at, state, covered, priority });
    for (const kind of clockKinds) {
      const before = snapshots.get(kind);
      const clock = clocks[kind];
      if (before !== undefined && before.priority !== clock.priority)
        notes.priorityChanges[kind].push(describeChange(before, clock, at));
      snapshots.set(kind, takeSnapshot(clock));
    }
  };
  return { notes, observe };
}

function takeSnapshot({ rule, priority, dueAt, breachedAt, superseded }: Clock): Snapshot {
  return { rule, priority, dueAt, breachedAt, supersededCount: superseded.length };
}

function describeChange(before: Snapshot, clock: Clock, at: Instant): PriorityChange {
  const standing = (rule: ClockRule, priority: Priority, dueAt: Instant | null): Standing => ({
    priority,
    targetMs: rule.targetMs,
    calendarName: rule.calendarName,
    elapsedMs: elapsedMs({ ...clock, rule }, at),
    dueAt,
  });
  return {
    at,
    before: standing(before.rule, before.priority, before.dueAt),
    after: standing(clock.rule, clock.priority, clock.dueAt),
    effect: effectOf(before, clock),
    supersededAt: clock.superseded[before.supersededCount] ?? null,
  };
}

function effectOf(before: Snapshot, clock: Clock): PriorityChange['effect'] {
  if (clock.superseded.length > before.supersededCount) return 'breach-superseded';
  if (clock.breachedAt === null) return 'within';
  return before.breachedAt === null ? 'breached' : 'still-breached';
}
