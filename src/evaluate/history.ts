import type { Timeline, Version } from '../tickets/timeline.ts';
import { orderVersions } from '../tickets/timeline.ts';
import { type Instant, parseInstant } from '../time/instant.ts';
import { priorities, ticketStates, tiers } from '../vocabulary.ts';

/** One ticket's history as read from a JSON line. */
export interface History {
  readonly number: string;
  readonly serviceLine: string | null;
  /** In order of their instants. */
  readonly versions: Timeline;
  readonly asOf: Instant | null;
  /** Values that are not known ones; each changed nothing. */
  readonly problems: readonly HistoryProblem[];
}

export interface HistoryProblem {
  /** The instant of the version that shows it. */
  readonly at: Instant;
  readonly text: string;
}

/** A line that cannot be judged, with the ticket's number where it gives one. */
export class HistoryError extends Error {
  readonly code = 'history-invalid';
  readonly number: string | null;
  constructor(number: string | null, message: string) {
    super(message);
    this.number = number;
  }
}

type Json = Record<string, unknown>;

/**
 * Reads one ticket's history. Unknown fields are ignored; unknown values change nothing and are listed as problems.
 * Throws {@link HistoryError} where it cannot be judged: not JSON, no number, no versions, a malformed instant, or no
 * known priority in the earliest version.
 */
export function readHistory(line: string): History {
  const ticket = parseLine(line);
  if (typeof ticket['number'] !== 'string' || ticket['number'] === '') {
    throw new HistoryError(null, 'number: must be a text; give the ticket its number');
  }
  const reader = createReader(ticket['number']);
  const { versions } = ticket;
  if (!Array.isArray(versions) || versions.length === 0) {
    throw reader.fault('versions', 'must be a list with at least one version');
  }
  const read = versions.map((version, index) => reader.readVersion(version, `versions[${index}]`));
  const ordered = orderVersions(read);
  if (ordered[0]!.priority === null) {
    throw reader.fault(
      'versions',
      `the earliest has no known priority; give one of ${priorities.join(', ')}`,
    );
  }
  return {
    number: ticket['number'],
    serviceLine: typeof ticket['serviceLine'] === 'string' ? ticket['serviceLine'] : null,
    versions: ordered,
    asOf: reader.readInstant(ticket['asOf'], 'asOf'),
    problems: reader.problems,
  };
}

function parseLine(line: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new HistoryError(null, 'this line is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new HistoryError(null, 'this line is not a JSON object');
}

interface Reader {
  readonly problems: HistoryProblem[];
  fault(path: string, message: string): HistoryError;
  readInstant(value: unknown, path: string): Instant | null;
  readVersion(value: unknown, path: string): Version;
}

function createReader(number: string): Reader {
  const problems: HistoryProblem[] = [];
  const fault = (path: string, message: string): HistoryError =>
    new HistoryError(number, `${path}: ${message}`);
  const readInstant = (value: unknown, path: string): Instant | null => {
    if (value === undefined || value === null) return null;
    const at = typeof value === 'string' ? parseInstant(value) : null;
    if (at === null)
      throw fault(path, 'must be an ISO 8601 instant with Z or an offset, like "2026-01-31T09:30:00Z"');
    return at;
  };
  const known = <Value>(values: readonly Value[], value: unknown, at: Instant, path: string) => {
    if (value === undefined || value === null) return null;
    if ((values as readonly unknown[]).includes(value)) return value as Value;
    const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
    problems.push({ at, text: `${path}: unknown value ${shown}` });
    return null;
  };
  const readVersion = (value: unknown, path: string): Version => {
    if (typeof value !== 'object' || value === null) throw fault(path, 'must be an object');
    const version = value as Json;
    const at = readInstant(version['at'], `${path}.at`);
    if (at === null) throw fault(`${path}.at`, 'is missing; say when this version began');
    return {
      at,
      state: known(ticketStates, version['state'], at, `${path}.state`),
      priority: known(priorities, version['priority'], at, `${path}.priority`),
      tier: known(tiers, version['tier'], at, `${path}.tier`),
      covered: known([true, false], version['covered'], at, `${path}.covered`),
      respondedAt: readInstant(version['respondedAt'], `${path}.respondedAt`),
      diagnosedAt: readInstant(version['diagnosedAt'], `${path}.diagnosedAt`),
    };
  };
  return { problems, fault, readInstant, readVersion };
}
