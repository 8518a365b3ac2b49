import { type ClockExplanation, type ClocksExplanation, explainClocks } from '../clocks/explain.ts';
import type { Condition } from '../clocks/explain-history.ts';
import {
  explainMilestones,
  type MilestoneExplanation,
  type MilestoneFields,
} from '../clocks/explain-milestones.ts';
import { explainLadder, type LadderExplanation } from '../escalations/explain.ts';
import { collectOverdue, type OverdueMoment } from '../escalations/overdue.ts';
import type { Case } from '../judgement.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import { buildTimeline, type TimelineVersion } from '../tickets/build-timeline.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Instant } from '../time/instant.ts';
import { type Assumption, listAssumptions } from './assumptions.ts';
import {
  calendarByName,
  choosePolicyFor,
  type PolicyChoice,
  type PolicyLine,
  policyLineOf,
} from './policy-line.ts';

/** By which rules a ticket is explained. */
export interface ExplanationRules {
  readonly loaded: LoadedPolicy;
  /** Which fields of ServiceNow give the milestones of the ticket's table. */
  readonly fields: MilestoneFields;
  /** Whether breaches that stood when a ticket was first mirrored are held back until somebody adopts them. */
  readonly holdsBackExisting: boolean;
}

export interface ExplainedClock {
  readonly explanation: ClockExplanation;
  readonly line: PolicyLine;
}

/** Why a ticket stands as it does: everything that a person could ask about its due times. */
export interface TicketExplanation {
  readonly ticket: Ticket;
  readonly now: Instant;
  readonly choice: PolicyChoice;
  /** In which the sentences name instants. */
  readonly timezone: string;
  /** Why there are no clocks, as a sentence; null where there are. */
  readonly unjudged: string | null;
  readonly history: readonly Condition[];
  readonly milestones: readonly MilestoneExplanation[];
  readonly clocks: readonly ExplainedClock[];
  readonly ladder: LadderExplanation;
  readonly assumptions: readonly Assumption[];
}

/** Explains a ticket at `now` from its whole history. Pure: the same case gives the same explanation. */
export function explainTicket(given: Case, rules: ExplanationRules, now: Instant): TicketExplanation {
  const { ticket } = given;
  const { loaded } = rules;
  const choice = choosePolicyFor(loaded, ticket.serviceLine);
  const timezone = calendarByName(loaded, choice.entry.ladder.deskHours).timezone;
  const timeline = buildTimeline(ticket.openedAt, given.versions, ticket.deletedAt);
  const moments: OverdueMoment[] = [];
  const explained = replayExplained(timeline, choice, loaded, moments, now);
  const milestones = milestonesOf(given, rules, timeline, explained);
  const ladder = explainLadder({
    policy: choice.policy.ladder,
    moments,
    raised: given.escalations,
    commands: given.commands,
    watchedSince: rules.holdsBackExisting ? ticket.firstSeenAt : null,
    clocks: explained?.clocks.map((clock) => clock.report) ?? [],
    now,
    timezone,
  });
  return {
    ticket,
    now,
    choice,
    timezone,
    unjudged: explained === null ? whyUnjudged(timeline) : null,
    history: explained?.conditions ?? [],
    milestones,
    clocks: explained?.clocks.map((explanation) => withLine(choice, explanation)) ?? [],
    ladder,
    assumptions: listAssumptions({ given, explained, milestones, ladder, choice, loaded }),
  };
}

function replayExplained(
  timeline: readonly TimelineVersion[],
  choice: PolicyChoice,
  loaded: LoadedPolicy,
  moments: OverdueMoment[],
  now: Instant,
): ClocksExplanation | null {
  if (!hasPriority(timeline)) return null;
  const calendarOf = (name: string) => calendarByName(loaded, name);
  return explainClocks(timeline, choice.policy.clocks, now, calendarOf, collectOverdue(moments));
}

function milestonesOf(
  { ticket, versions }: Case,
  { fields }: ExplanationRules,
  timeline: readonly TimelineVersion[],
  explained: ClocksExplanation | null,
): MilestoneExplanation[] {
  if (explained === null) return [];
  return explainMilestones({ ticket, versions, timeline, replayed: explained.ticket, fields });
}

function withLine(choice: PolicyChoice, explanation: ClockExplanation): ExplainedClock {
  const { report, rule, priority, calendar } = explanation;
  return { explanation, line: policyLineOf(choice, report.kind, priority, rule, calendar) };
}

function whyUnjudged(timeline: readonly TimelineVersion[]): string {
  return hasPriority(timeline)
    ? 'It is not opened yet.'
    : 'Its priority was never known: its clocks wait for one.';
}

function hasPriority(timeline: readonly TimelineVersion[]): boolean {
  return timeline.some((version) => version.priority !== null);
}
