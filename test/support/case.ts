import type { StoredClock } from '../../src/clocks/clock-store.ts';
import type { Escalation } from '../../src/escalations/escalation-store.ts';
import type { LadderCommand } from '../../src/escalations/ladder.ts';
import { type Case, type Judgement, type JudgementRules, judge } from '../../src/judgement.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import type { ObservedVersion } from '../../src/tickets/build-timeline.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { observation } from './observations.ts';
import { shippedPolicy } from './story.ts';

/** A ticket as the pipeline meets it, judged again and again without a database. */
export interface JudgedCase {
  readonly ticket: Ticket;
  /** What was really raised so far. */
  readonly escalations: readonly Escalation[];
  /** The record is seen in this form at `now`; judges the ticket. */
  see(now: number, given: Partial<Observation>): Judgement;
  /** Nothing changed, but its time has come. */
  judgeAt(now: number): Judgement;
  /** Somebody gives an order; judges the ticket. */
  order(command: LadderCommand): Judgement;
  /** The record is found to be deleted; judges the ticket. */
  remove(now: number): Judgement;
  /** What the latest judgement was made from. */
  judgedFrom(): Case;
}

/** Follows one record from its opening, as a new critical case that came by phone unless told otherwise. */
export function followCase(
  openedAt: number,
  rules: Partial<JudgementRules> = {},
  base: Partial<Observation> = {},
): JudgedCase {
  let ticket: Ticket | null = null;
  let latest: Case | null = null;
  let clocksBefore: readonly StoredClock[] = [];
  const versions: ObservedVersion[] = [];
  const escalations: Escalation[] = [];
  const commands: LadderCommand[] = [];

  const known = (): Ticket => {
    if (ticket === null) throw new Error('The record was not seen yet.');
    return ticket;
  };
  const judgeAt = (now: number): Judgement => {
    const all = { policy: shippedPolicy, holdsBackExisting: true, raises: true, ...rules };
    latest = { ticket: known(), versions, clocksBefore, escalations: [...escalations], commands };
    const judgement = judge(latest, all, now);
    clocksBefore = judgement.clocks;
    if (judgement.raise !== null) escalations.push(judgement.raise);
    return judgement;
  };
  return {
    get ticket() {
      return known();
    },
    escalations,
    judgedFrom() {
      if (latest === null) throw new Error('Nothing was judged yet.');
      return latest;
    },
    judgeAt,
    see(now, changes) {
      const sysModCount = versions.length;
      const seen = observation(openedAt, { sysModCount, sysUpdatedAt: now, ...base, ...changes });
      const merge = mergeObservation(ticket, seen, now);
      ticket = { ...merge.ticket, id: 1 };
      if (merge.version !== null) versions.push(merge.version);
      return judgeAt(now);
    },
    order(command) {
      commands.push(command);
      return judgeAt(command.at);
    },
    remove(now) {
      ticket = { ...known(), deletedAt: now };
      return judgeAt(now);
    },
  };
}
