import type { ClocksExplanation } from '../clocks/explain.ts';
import type { MilestoneExplanation } from '../clocks/explain-milestones.ts';
import type { LadderExplanation } from '../escalations/explain.ts';
import type { Case } from '../judgement.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import { describeGaps } from '../tickets/history-gaps.ts';
import type { PolicyChoice } from './policy-line.ts';

/** Something that this ticket's figures rest on and that no document and no record says. */
export interface Assumption {
  /** `estimated`: a record left it open; `ours`: the support definition leaves it open and the policy settles it. */
  readonly kind: 'estimated' | 'ours';
  /** Where the policy settles it; null for an estimate. */
  readonly setting: string | null;
  readonly text: string;
}

export interface AssumptionCase {
  readonly given: Case;
  readonly explained: ClocksExplanation | null;
  readonly milestones: readonly MilestoneExplanation[];
  readonly ladder: LadderExplanation;
  readonly choice: PolicyChoice;
  readonly loaded: LoadedPolicy;
}

/** Lists what was estimated, and those settings of ours that had a part in this ticket's figures. */
export function listAssumptions(basis: AssumptionCase): Assumption[] {
  const { milestones, choice } = basis;
  const ours = (setting: string, text: string): Assumption => ({
    kind: 'ours',
    setting: `${choice.path}.${setting}`,
    text: `${text} (ours: the support definition leaves it open)`,
  });
  const responded = milestones.find((one) => one.milestone === 'responded');
  return [
    ...estimates(basis),
    ...pauses(basis, ours),
    ...(responded?.field != null && !responded.estimated
      ? [
          {
            kind: 'ours',
            setting: null,
            text: 'A response that a field dates counts before any change of state (ours)',
          } as const,
        ]
      : []),
    ...(milestones.some((one) => one.why.includes('support level 2'))
      ? [ours('tierDiagnoses', 'A hand-over to support level 2 or higher counts as diagnosed')]
      : []),
    ...ladderAssumptions(basis, ours),
  ];
}

type Ours = (setting: string, text: string) => Assumption;

function estimates({ given, milestones, explained, loaded }: AssumptionCase): Assumption[] {
  const estimated = (text: string): Assumption => ({ kind: 'estimated', setting: null, text });
  const firstSeenAt = Math.min(...given.versions.map((version) => version.at));
  const since = given.ticket.openedAt < firstSeenAt;
  const years = (explained?.clocks ?? []).flatMap(({ report }) => [report.startedAt, report.dueAt]);
  const beyond = years.some((at) => at !== null && !isPublished(new Date(at).getUTCFullYear(), loaded));
  return [
    ...(since
      ? [estimated('Priority and state of the first version seen are taken to have held since the opening')]
      : []),
    ...describeGaps(given.ticket).map(estimated),
    ...milestones
      .filter((one) => one.estimated)
      .map((one) => estimated(`The time of "${one.milestone}": ${one.why}`)),
    ...(beyond ? [estimated('Bank holidays of years that are not published are worked out by rule')] : []),
  ];
}

function isPublished(year: number, { holidays }: LoadedPolicy): boolean {
  return year >= holidays.firstYear && year <= holidays.lastYear;
}

function pauses({ explained }: AssumptionCase, ours: Ours): Assumption[] {
  return (explained?.clocks ?? [])
    .filter(({ ticketWaited }) => ticketWaited)
    .map(({ report, rule }) => {
      const does = rule.pausesWhileWaiting ? 'stands still' : 'runs on';
      return ours(
        `pausesWhileWaiting.${report.kind}`,
        `While the ticket waits on the customer the ${report.kind} clock ${does}`,
      );
    });
}

function ladderAssumptions({ ladder, choice }: AssumptionCase, ours: Ours): Assumption[] {
  const { advance, topLevelRaises, minimumTimeCalendars } = choice.entry.ladder;
  const climbs = ladder.level > 1 || (ladder.next?.level ?? 0) > 1;
  if (!climbs && ladder.level === 0) return [];
  const isElapsed = Object.keys(minimumTimeCalendars).length === 0;
  return [
    advance === 'automatic'
      ? ours('ladder.advance', 'The ladder climbs by itself while a clock is overdue')
      : ours('ladder.advance', 'Levels after the first are raised on request only'),
    ...(isElapsed
      ? [ours('ladder.minimumTimeCalendars', 'Minimum times between escalations are elapsed time')]
      : []),
    ...(ladder.level === 4
      ? [ours('ladder.topLevelRaises', `Level 4 is raised at most ${topLevelRaises} times in one run`)]
      : []),
  ];
}
