import type { Observation } from '../../src/servicenow/observation.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { Instant } from '../../src/time/instant.ts';
import { priorities, ticketStates, tiers } from '../../src/vocabulary.ts';
import { openDesk } from './desk.ts';
import { observation } from './observations.ts';

/** One ticket, as `evaluate` reads it and as the service sees it. */
export interface MirroredHistory {
  readonly number: string;
  readonly openedAt: Instant;
  readonly account: string | null;
  readonly serviceLine: string | null;
  /** A line for `evaluate`. */
  readonly line: string;
  /** The record in each of its forms, oldest first. */
  readonly observations: readonly Observation[];
}

interface GivenHistory {
  readonly number: string;
  readonly versions: readonly object[];
}

/** So far only what a record can show: it has no instants of milestones but those of its own changes. */
export function toMirrored(
  { number, versions }: GivenHistory,
  { account, serviceLine }: { account: string | null; serviceLine: string | null },
): MirroredHistory {
  const ordered = versions
    .map((version) => recordVersion(version as Record<string, unknown>))
    .sort((one, other) => one.at - other.at);
  const openedAt = ordered[0]!.at;
  const isDiagnosedFrom = ordered.findIndex(({ diagnosed }) => diagnosed);
  let held = { state: 'new', priority: null, tier: 1, covered: true } as Held;
  const observations = ordered.map(({ at, diagnosed: _, ...changes }, index) => {
    held = { ...held, ...changes };
    return observation(openedAt, {
      ...held,
      number,
      sysId: sysIdOf(number),
      accountName: account,
      serviceLine,
      diagnosed: isDiagnosedFrom !== -1 && index >= isDiagnosedFrom,
      sysModCount: index,
      sysUpdatedAt: at,
    });
  });
  const told = ordered.map(({ at, diagnosed, ...changes }) => ({
    at: new Date(at).toISOString(),
    ...changes,
    ...(diagnosed ? { diagnosedAt: new Date(at).toISOString() } : {}),
  }));
  const line = JSON.stringify({ number, ...(serviceLine === null ? {} : { serviceLine }), versions: told });
  return { number, openedAt, account, serviceLine, line, observations };
}

type Held = Pick<Observation, 'state' | 'priority' | 'tier' | 'covered'>;

interface RecordVersion extends Partial<Held> {
  readonly at: Instant;
  readonly diagnosed: boolean;
}

/** Unknown values change nothing, on either side. */
function recordVersion(version: Record<string, unknown>): RecordVersion {
  const known = <Value>(name: string, values: readonly Value[]): Record<string, Value> =>
    (values as readonly unknown[]).includes(version[name]) ? { [name]: version[name] as Value } : {};
  return {
    at: Date.parse(String(version['at'])),
    diagnosed: typeof version['diagnosedAt'] === 'string',
    ...known('state', ticketStates),
    ...known('priority', priorities),
    ...known('tier', tiers),
    ...known('covered', [true, false]),
  };
}

function sysIdOf(number: string): string {
  return Buffer.from(number).toString('hex').padStart(32, '0');
}

/**
 * Empties the mirror, unless told otherwise, and fills it with what was to be seen of these records by `asOf`, when all
 * of them are judged.
 */
export async function mirrorHistories(
  database: OpenDatabase,
  histories: readonly MirroredHistory[],
  asOf: Instant,
  { keepsOthers = false } = {},
): Promise<void> {
  if (!keepsOthers) await database.db.deleteFrom('ticket').execute();
  const desk = openDesk(database);
  desk.setNow(asOf);
  const rounds = Math.max(...histories.map(({ observations }) => observations.length));
  for (let round = 0; round < rounds; round++) {
    const seen = histories
      .map(({ observations }) => observations[round])
      .filter((one) => one !== undefined && one.sysUpdatedAt <= asOf);
    await desk.pipeline.applyObservations('sn_customerservice_case', seen as Observation[], 'poll');
  }
}
