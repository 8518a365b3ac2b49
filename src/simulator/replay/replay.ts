import type { Row } from '../database/row.ts';
import type { Instance } from '../instance/instance.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { formatWireTime } from '../time/wire-time.ts';
import { type LogEvent, sysIdOf } from './incident-log.ts';

export interface ReplayParts {
  readonly instance: Instance;
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
  /** In order of time. */
  readonly events: readonly LogEvent[];
  /** The instant of the log at which the replay begins; what happened before is there from the start. */
  readonly startAt: number;
  /** So many times faster than the log. */
  readonly timeScale: number;
}

export interface Replay {
  /** Updates that have not happened yet. */
  left(): number;
  stop(): void;
}

const TABLE = 'incident';
/** What is looked back at when an SLA is judged; auditing everything would fill the memory. */
const AUDITED_FIELDS = ['state', 'priority', 'assignment_group', 'assigned_to'];
const TICK_MS = 50;
/** The instance must answer requests in between. */
const MOST_PER_TICK = 2000;

/** Replays an event log as a living `incident` table: log time is mapped onto the instance's time. */
export function startReplay(parts: ReplayParts): Replay {
  const { clock, time, events, startAt, timeScale } = parts;
  const beganAt = clock.now();
  const instanceTimeOf = (logTime: number): number => beganAt + (logTime - startAt) / timeScale;
  const writer = createWriter(parts.instance, instanceTimeOf);
  let next = events.findIndex(({ at }) => at > startAt);
  if (next < 0) next = events.length;
  preload(events.slice(0, next), writer);

  let cancel = (): void => {};
  const tick = (): void => {
    const now = clock.now();
    const end = next + MOST_PER_TICK;
    while (next < end && next < events.length && instanceTimeOf(events[next]!.at) <= now) {
      writer.write(events[next]!, true);
      next += 1;
    }
    if (next < events.length) cancel = time.after(TICK_MS, tick);
  };
  tick();
  return { left: () => events.length - next, stop: () => cancel() };
}

/** Of each ticket only the last update before the start matters. */
function preload(events: readonly LogEvent[], writer: Writer): void {
  const last = new Map<string, LogEvent>();
  const lastState = new Map<string, number>();
  for (const event of events) {
    const before = last.get(event.number);
    if (before?.values['state'] !== event.values['state']) lastState.set(event.number, event.at);
    last.set(event.number, event);
  }
  for (const event of last.values()) writer.write(event, false, lastState.get(event.number));
}

interface Writer {
  /** `isLive`: with rules, audit and announcements. `stateSince` dates a state that was reached before. */
  write(event: LogEvent, isLive: boolean, stateSince?: number): void;
}

function createWriter(instance: Instance, instanceTimeOf: (logTime: number) => number): Writer {
  const refer = createReferences(instance);
  return {
    write(event, isLive, stateSince) {
      const values: Row = {
        ...event.values,
        assignment_group: refer('sys_user_group', event.group),
        assigned_to: refer('sys_user', event.assignee),
        caller_id: refer('sys_user', event.caller),
        ...(stateSince === undefined ? {} : doneStamps(event, formatWireTime(instanceTimeOf(stateSince)))),
      };
      const audit = isLive ? AUDITED_FIELDS : false;
      const options = { at: instanceTimeOf(event.at), by: event.by, workflow: isLive, audit };
      const isKnown = instance.get(TABLE, event.sysId) !== undefined;
      if (isKnown) instance.update(TABLE, event.sysId, values, options);
      else instance.insert(TABLE, { ...identify(event, instanceTimeOf(event.openedAt)), ...values }, options);
    },
  };
}

/** References point to records that bear the log's names, made when first needed. */
function createReferences(instance: Instance): (table: string, name: string) => string {
  const made = new Set<string>();
  return (table, name) => {
    if (name === '') return '';
    const sysId = sysIdOf(`${table} ${name}`);
    if (!made.has(sysId)) {
      made.add(sysId);
      instance.insert(table, { sys_id: sysId, name }, { audit: false, workflow: false });
    }
    return sysId;
  };
}

function identify(event: LogEvent, openedAt: number): Row {
  const opened = formatWireTime(openedAt);
  return {
    sys_id: event.sysId,
    number: event.number,
    short_description: `${event.values['category']}, ${event.values['subcategory']}`,
    opened_at: opened,
    sys_created_on: opened,
    sys_created_by: event.createdBy,
  };
}

/** What the rules of the instance would have stamped, had they run then. */
function doneStamps({ values }: LogEvent, since: string): Row {
  if (values['state'] === '6') return { resolved_at: since };
  return values['state'] === '7' ? { resolved_at: since, closed_at: since } : {};
}
