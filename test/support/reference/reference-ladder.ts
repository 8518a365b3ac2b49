import { type Kind, kinds } from './reference-policy.ts';
import type { ReferenceClock, ReferenceTicket } from './reference-ticket.ts';

export interface Raise {
  readonly at: number;
  readonly level: number;
  readonly route: 'direct' | 'service-desk';
  readonly trigger: Kind;
}

/** The ladder of one ticket, looked at once at each instant, after the clocks have been judged. */
export class ReferenceLadder {
  readonly raises: Raise[] = [];
  private isActive = false;
  /** Where in `raises` the present run of the ladder begins. */
  private runFrom = 0;
  private readonly ticket: ReferenceTicket;

  constructor(ticket: ReferenceTicket) {
    this.ticket = ticket;
  }

  look(): void {
    const overdue = this.overdue();
    if (overdue.length > 0 && !this.isActive && !this.minimumTimeRuns()) this.runFrom = this.raises.length;
    this.isActive = overdue.length > 0;
    const due = this.nextStepAt();
    if (due !== null && due <= this.ticket.now) this.raise();
  }

  /** When the next step falls due, if nothing happens before; null while there is none, or the ladder waits. */
  nextStepAt(): number | null {
    if (this.pressing().length === 0) return null;
    const run = this.raises.slice(this.runFrom);
    const { minimumTimesMs, highestLevelRaises } = this.ticket.policy;
    const atTop = run.filter(({ level }) => level === minimumTimesMs.length).length;
    if (atTop >= highestLevelRaises) return null;
    const last = run.at(-1);
    return last === undefined ? this.ticket.now : this.endOfMinimumTime(last);
  }

  private raise(): void {
    const { minimumTimesMs, desk } = this.ticket.policy;
    const last = this.raises.slice(this.runFrom).at(-1);
    const { now } = this.ticket;
    this.raises.push({
      at: now,
      level: Math.min((last?.level ?? 0) + 1, minimumTimesMs.length),
      route: desk.isOpen(now) ? 'direct' : 'service-desk',
      trigger: this.longestOverdue(),
    });
  }

  /** A minimum time that ends at this very instant runs no more. */
  private minimumTimeRuns(): boolean {
    const last = this.raises.at(-1);
    return last !== undefined && this.ticket.now < this.endOfMinimumTime(last);
  }

  private endOfMinimumTime(raise: Raise): number {
    return raise.at + (this.ticket.policy.minimumTimesMs[raise.level - 1] ?? 0);
  }

  /**
   * Nothing of a resolved or closed ticket is overdue to the ladder, even if its response, dated by a field, is still
   * to come: an episode ends with the resolution.
   */
  private overdue(): ReferenceClock[] {
    if (this.ticket.isResolved()) return [];
    return this.ticket.clocks.filter((clock) => this.ticket.isOverdue(clock));
  }

  private pressing(): ReferenceClock[] {
    return this.overdue().filter((clock) => !this.ticket.isPaused(clock));
  }

  private longestOverdue(): Kind {
    const [longest] = this.pressing().sort(
      (a, b) => (a.breachedAt ?? 0) - (b.breachedAt ?? 0) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
    );
    if (longest === undefined) throw new Error('a step was raised for nothing');
    return longest.kind;
  }
}
