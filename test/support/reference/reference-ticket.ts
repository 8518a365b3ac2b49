import type { KnownHistory, KnownVersion } from './reference-history.ts';
import { type Kind, kinds, type ReferencePolicy, type ServicePromise } from './reference-policy.ts';

/** A stretch of time in which a clock stood: started, not stopped, not called off. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly waiting: boolean;
}

export interface ReferenceClock {
  readonly kind: Kind;
  startedAt: number | null;
  stoppedAt: number | null;
  /** The priority of the version that stopped it; null while not stopped. */
  stoppedUnder: string | null;
  /** Its own stop fell into a time of cancellation or missing coverage. */
  lost: boolean;
  breachedAt: number | null;
  superseded: number[];
  stretches: Stretch[];
  /** The elapsed time that it had when it was called off; null while it is not. */
  keptElapsedMs: number | null;
}

/**
 * One ticket that is taken from instant to instant. It knows its past, never its future; the caller decides at which
 * instants to look at it, and must not step over one at which something falls due.
 */
export class ReferenceTicket {
  now: number;
  state = 'new';
  priority = '';
  covered = true;
  respondedAt: number | null = null;
  diagnosedAt: number | null = null;
  readonly clocks: readonly ReferenceClock[];
  readonly policy: ReferencePolicy;
  readonly history: KnownHistory;

  constructor(history: KnownHistory, policy: ReferencePolicy) {
    this.history = history;
    this.policy = policy;
    this.now = history.openedAt;
    this.clocks = kinds.map((kind) => ({
      kind,
      // Response and fix begin with the ticket, covered or not; troubleshoot begins with the response.
      startedAt: kind === 'troubleshoot' ? null : history.openedAt,
      stoppedAt: null,
      stoppedUnder: null,
      lost: false,
      breachedAt: null,
      superseded: [],
      stretches: [],
      keptElapsedMs: null,
    }));
  }

  /** Lets time pass in which nothing happens. */
  passUntil(at: number): void {
    for (const clock of this.clocks) {
      if (this.stands(clock))
        clock.stretches.push({ from: this.now, to: at, waiting: this.state === 'waiting' });
    }
    this.now = at;
  }

  /** All that happens at the present instant, in its order: versions, response, diagnosis, then the judgement. */
  happen(): void {
    for (const version of this.history.versions) if (version.at === this.now) this.apply(version);
    // A response that a field dates is put like the diagnosis: after the versions of its instant.
    if (this.history.respondedAt === this.now) this.respond();
    if (this.history.diagnosedAt === this.now) this.diagnose();
    for (const clock of this.clocks) this.judge(clock);
  }

  private apply(version: KnownVersion): void {
    this.priority = version.priority ?? this.priority;
    this.covered = version.covered ?? this.covered;
    // Resolved or closed after cancelled changes nothing: neither the state nor, so it is read here, a milestone.
    const undoes = version.state === 'new' || version.state === 'open' || version.state === 'waiting';
    if (this.state !== 'cancelled' || undoes) this.state = version.state ?? this.state;
    if (this.state !== 'new' && this.state !== 'cancelled' && this.history.respondedAt === null)
      this.respond();
    if ((version.tier ?? 1) >= 2 && this.policy.tierTwoCountsAsDiagnosed) this.diagnose();
    const fix = this.clock('fix');
    if (this.isResolved()) {
      this.diagnose();
      if (fix.stoppedAt === null && !fix.lost) this.stop(fix);
    } else if (this.state !== 'cancelled') this.reopen(fix);
    this.keepElapsed();
  }

  private respond(): void {
    if (this.respondedAt !== null) return;
    this.respondedAt = this.now;
    this.stop(this.clock('response'));
    this.clock('troubleshoot').startedAt = this.now;
    if (this.diagnosedAt !== null) this.stop(this.clock('troubleshoot'));
  }

  private diagnose(): void {
    if (this.diagnosedAt !== null) return;
    this.diagnosedAt = this.now;
    // Not responded yet: then the response will start and stop the clock, and the response is its own stop.
    if (this.respondedAt !== null) this.stop(this.clock('troubleshoot'));
  }

  private stop(clock: ReferenceClock): void {
    if (this.isCalledOff()) {
      clock.lost = true;
      return;
    }
    clock.stoppedAt = this.now;
    clock.stoppedUnder = this.priority;
  }

  private reopen(fix: ReferenceClock): void {
    // Reopened, but not covered: it does not run on, so it keeps the elapsed time with which it stopped.
    if (fix.stoppedAt !== null && this.isCalledOff()) fix.keptElapsedMs = this.elapsedMs(fix);
    fix.stoppedAt = null;
    fix.stoppedUnder = null;
    fix.lost = false;
  }

  /** A clock that is called off keeps the elapsed time it had under the priority of the version that did it. */
  private keepElapsed(): void {
    for (const clock of this.clocks) {
      const calledOff = clock.stoppedAt === null && (this.isCalledOff() || clock.lost);
      if (!calledOff) clock.keptElapsedMs = null;
      else clock.keptElapsedMs ??= this.elapsedMs(clock);
    }
  }

  private judge(clock: ReferenceClock): void {
    const stopsNow = clock.stoppedAt === this.now;
    if (!stopsNow && !this.stands(clock)) return;
    const isOver = stopsNow ? this.isMissed(clock) : this.elapsedMs(clock) >= this.promise(clock).targetMs;
    if (isOver) clock.breachedAt ??= this.now;
    else if (clock.breachedAt !== null) {
      clock.superseded.push(clock.breachedAt);
      clock.breachedAt = null;
    }
  }

  isResolved(): boolean {
    return this.state === 'resolved' || this.state === 'closed';
  }

  isCalledOff(): boolean {
    return this.state === 'cancelled' || !this.covered;
  }

  /** Whether time passes for it, were it not for a pause. */
  stands(clock: ReferenceClock): boolean {
    return clock.startedAt !== null && clock.stoppedAt === null && !clock.lost && !this.isCalledOff();
  }

  isPaused(clock: ReferenceClock): boolean {
    return this.stands(clock) && this.state === 'waiting' && this.promise(clock).pausesWhileWaiting;
  }

  isOverdue(clock: ReferenceClock): boolean {
    return this.stands(clock) && clock.breachedAt !== null;
  }

  isMissed(clock: ReferenceClock): boolean {
    return clock.stoppedAt !== null && clock.stoppedAt > this.usedUpAt(clock);
  }

  /** What is promised: under the priority under which it stopped, else under the one in force. */
  promise(clock: ReferenceClock): ServicePromise {
    const promises = this.policy.promises[clock.stoppedUnder ?? this.priority];
    if (promises === undefined) throw new Error(`no promise for priority '${this.priority}'`);
    return promises[clock.kind];
  }

  elapsedMs(clock: ReferenceClock): number {
    if (clock.keptElapsedMs !== null) return clock.keptElapsedMs;
    const { calendar } = this.promise(clock);
    return this.counted(clock).reduce((sum, { from, to }) => sum + calendar.between(from, to), 0);
  }

  /** When the target was used up, or will be if the clock runs on from now (or had, from its stop). */
  usedUpAt(clock: ReferenceClock): number {
    const { calendar, targetMs } = this.promise(clock);
    // Reading of the rule: a target of nothing is used up by starting, even if no time is ever counted.
    if (targetMs === 0 && clock.startedAt !== null) return clock.startedAt;
    let left = targetMs;
    for (const { from, to } of this.counted(clock)) {
      const counted = calendar.between(from, to);
      if (counted >= left) return calendar.add(from, left);
      left -= counted;
    }
    return calendar.add(clock.stoppedAt ?? this.now, left);
  }

  /** Judged as if the priority that counts now had held from the start: its calendar and its pauses. */
  private counted(clock: ReferenceClock): Stretch[] {
    const { pausesWhileWaiting } = this.promise(clock);
    return clock.stretches.filter((stretch) => !(stretch.waiting && pausesWhileWaiting));
  }

  clock(kind: Kind): ReferenceClock {
    const clock = this.clocks.find((one) => one.kind === kind);
    if (clock === undefined) throw new Error(kind);
    return clock;
  }
}
