import { formatInZone, formatWireTime, parseInZone } from '../time/wire-time.ts';

/** Who asks, and when: what scripts and literals in a query are relative to. */
export interface QueryMoment {
  /** The instance's time. */
  readonly now: number;
  /** The caller's time zone. */
  readonly timeZone: string;
  readonly userSysId: string;
}

const DAY_MS = 86_400_000;

/**
 * Evaluates the `javascript:` expressions that integrations really send. Whoever uses `gs.dateGenerate` and the day
 * functions gets the caller's zone, not UTC. An expression that is not known is returned as it stands.
 */
export function evaluateScript(value: string, moment: QueryMoment): string {
  if (!value.startsWith('javascript:')) return value;
  const match = /^javascript:\s*gs\.(\w+)\((.*?)\);?\s*$/s.exec(value);
  const evaluate = match === null ? undefined : FUNCTIONS[match[1]!];
  if (match === null || evaluate === undefined) return value;
  const parameters = match[2]!.split(',').map((parameter) => parameter.trim().replace(/^['"]|['"]$/g, ''));
  return evaluate(parameters, moment);
}

type ScriptFunction = (parameters: string[], moment: QueryMoment) => string;

const FUNCTIONS: Readonly<Record<string, ScriptFunction>> = {
  dateGenerate: ([date = '', time = ''], { timeZone }) => {
    const wall = { start: '00:00:00', end: '23:59:59' }[time] ?? time;
    return wire(parseInZone(`${date} ${wall}`, timeZone));
  },
  nowDateTime: (_, { now }) => wire(now),
  now: (_, { now }) => wire(now),
  beginningOfToday: (_, moment) => wire(startOfDay(moment, 0)),
  endOfToday: (_, moment) => wire(startOfDay(moment, 0) + DAY_MS - 1000),
  beginningOfYesterday: (_, moment) => wire(startOfDay(moment, 1)),
  endOfYesterday: (_, moment) => wire(startOfDay(moment, 0) - 1000),
  daysAgo: ([days = '0'], { now }) => wire(now - Number(days) * DAY_MS),
  daysAgoStart: ([days = '0'], moment) => wire(startOfDay(moment, Number(days))),
  daysAgoEnd: ([days = '0'], moment) => wire(startOfDay(moment, Number(days)) + DAY_MS - 1000),
  hoursAgo: ([hours = '0'], { now }) => wire(now - Number(hours) * 3_600_000),
  hoursAgoStart: ([hours = '0'], { now }) => wire(now - Number(hours) * 3_600_000),
  minutesAgo: ([minutes = '0'], { now }) => wire(now - Number(minutes) * 60_000),
  minutesAgoStart: ([minutes = '0'], { now }) => wire(now - Number(minutes) * 60_000),
  getUserID: (_, { userSysId }) => userSysId,
};

function wire(at: number): string {
  return Number.isNaN(at) ? '' : formatWireTime(at);
}

function startOfDay({ now, timeZone }: QueryMoment, daysAgo: number): number {
  const date = formatInZone(now - daysAgo * DAY_MS, timeZone).slice(0, 10);
  return parseInZone(`${date} 00:00:00`, timeZone);
}
