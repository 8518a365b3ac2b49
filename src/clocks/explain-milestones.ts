import type { TableMapping } from '../servicenow/mapping.ts';
import type { ObservedVersion, TimelineVersion } from '../tickets/build-timeline.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Instant } from '../time/instant.ts';
import { isDone, type ReplayedTicket } from './replay.ts';

/** Which fields of ServiceNow give the milestones of a table. */
export type MilestoneFields = Pick<
  TableMapping['fields'],
  'openedAt' | 'respondedAt' | 'diagnosed' | 'resolvedAt' | 'closedAt'
>;

/** A milestone of a ticket and what dated it. */
export interface MilestoneExplanation {
  readonly milestone: 'opened' | 'responded' | 'diagnosed' | 'resolved' | 'closed';
  readonly at: Instant | null;
  /** The field that gives the instant, by its name in ServiceNow; null where none does. */
  readonly field: string | null;
  /** `sys_mod_count` of the version that shows it, where no field dates it. */
  readonly sysModCount: number | null;
  /** No field dates it: it is taken as the update of the first version that shows it. */
  readonly estimated: boolean;
  readonly why: string;
}

/** What a ticket's milestones are read from. */
export interface MilestoneCase {
  readonly ticket: Ticket;
  readonly versions: readonly ObservedVersion[];
  readonly timeline: readonly TimelineVersion[];
  readonly replayed: ReplayedTicket;
  readonly fields: MilestoneFields;
}

type Source = Omit<MilestoneExplanation, 'milestone' | 'at'>;

/** Says of every milestone when it was and what dated it, in the order in which tickets pass them. */
export function explainMilestones(given: MilestoneCase): MilestoneExplanation[] {
  const { ticket, replayed, fields } = given;
  const tell = (
    milestone: MilestoneExplanation['milestone'],
    at: Instant | null,
    sourceOf: (at: Instant) => Source,
  ): MilestoneExplanation =>
    at === null ? { milestone, at, ...notYet } : { milestone, at, ...sourceOf(at) };
  return [
    tell('opened', ticket.openedAt, () => byField(fields.openedAt, 'says when it was opened')),
    tell('responded', replayed.respondedAt, (at) => responseSource(given, at)),
    tell('diagnosed', replayed.diagnosedAt, (at) => diagnosisSource(given, at)),
    tell('resolved', replayed.resolvedAt, (at) => resolutionSource(given, at)),
    tell('closed', ticket.closedAt, (at) => closureSource(given, at)),
  ];
}

const notYet: Source = { field: null, sysModCount: null, estimated: false, why: 'it has not happened' };

function byField(field: string | null, why: string): Source {
  return { field, sysModCount: null, estimated: false, why: `the field ${field ?? 'of the record'} ${why}` };
}

function responseSource(given: MilestoneCase, at: Instant): Source {
  const { versions, fields } = given;
  if (versions.some((version) => version.respondedAt !== null))
    return byField(fields.respondedAt, 'says when it was answered, and counts before any change of state');
  if (givesResolution(versions, at)) return resolutionSource(given, at);
  return byVersion(given, at, 'its state is no longer new');
}

function diagnosisSource(given: MilestoneCase, at: Instant): Source {
  const { timeline, fields, replayed } = given;
  const here = timeline.filter((version) => Math.max(version.at, replayed.openedAt) === at);
  if (here.some((version) => version.diagnosedAt === at))
    return byVersion(given, at, `its field ${fields.diagnosed ?? 'for a diagnosis'} is filled in`);
  if (replayed.policy.tierDiagnoses && here.some((version) => (version.tier ?? 1) >= 2))
    return byVersion(given, at, 'it is with support level 2 or higher, which counts as diagnosed');
  return resolutionSource(given, at);
}

function resolutionSource(given: MilestoneCase, at: Instant): Source {
  const { versions, fields } = given;
  if (versions.some((version) => version.resolvedAt === at))
    return byField(fields.resolvedAt, 'says when it was resolved');
  if (versions.some((version) => version.closedAt === at))
    return byField(fields.closedAt, 'says when it was closed');
  return byVersion(given, at, 'it is resolved or closed');
}

function closureSource(given: MilestoneCase, at: Instant): Source {
  const { versions, fields } = given;
  if (versions.some((version) => version.closedAt === at))
    return byField(fields.closedAt, 'says when it was closed');
  return byVersion(given, at, 'it is closed');
}

function givesResolution(versions: readonly ObservedVersion[], at: Instant): boolean {
  return versions.some(
    (version) => isDone(version.state) && (version.resolvedAt === at || version.closedAt === at),
  );
}

function byVersion({ versions, ticket }: MilestoneCase, at: Instant, shows: string): Source {
  const version = versions.find((one) => Math.max(one.at, ticket.openedAt) === at);
  const sysModCount = version?.sysModCount ?? null;
  const name = sysModCount === null ? 'the first version that was seen' : `version ${sysModCount}`;
  const why = `no field dates it: taken as the update of ${name}, the first that shows that ${shows}`;
  return { field: null, sysModCount, estimated: true, why };
}
