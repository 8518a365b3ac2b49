import type { Database } from '../database/database.ts';
import { cell, type Row } from '../database/row.ts';
import type { Change, Instance } from '../instance/instance.ts';
import { compileQuery, type TestRow } from '../query/compile-query.ts';
import { parseEncodedQuery } from '../query/encoded-query.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { formatWireTime, parseWireTime } from '../time/wire-time.ts';
import { ALWAYS, officeHours, type Schedule } from './schedule.ts';
import { installSlaDefinitions, OFFICE_ZONE } from './sla-definitions.ts';

export interface SlaEngineParts {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
  /** 60: a minute of the agreement takes a second. */
  readonly durationDivisor: number;
}

const SWEEP_EVERY_MS = 500;
const QUIETLY = { by: 'system', audit: false } as const;

/**
 * The instance's own SLA engine: attaches `task_sla` rows, completes, cancels, pauses and resumes them as records
 * change, and sets `has_breached` at the planned end. Elapsed times and percentages are written when something
 * happens to a row and go stale in between, as they do on a real instance.
 */
export function startSlaEngine(parts: SlaEngineParts): { stop(): void } {
  const { instance, clock, time } = parts;
  if (instance.find('contract_sla').length === 0) installSlaDefinitions(instance, parts.durationDivisor);
  instance.onChange((change) => runSlas(parts, change));
  let cancel = (): void => {};
  const sweep = (): void => {
    flagBreaches(instance, clock.now());
    cancel = time.after(SWEEP_EVERY_MS, sweep);
  };
  sweep();
  return { stop: () => cancel() };
}

function runSlas(parts: SlaEngineParts, { table, operation, row }: Change): void {
  const { instance } = parts;
  if (operation === 'delete' || table === 'task_sla') return;
  for (const definition of instance.find('contract_sla', `collection=${table}^active=true`)) {
    const attached = instance
      .find('task_sla', `task=${cell(row, 'sys_id')}^sla=${cell(definition, 'sys_id')}^active=true`)
      .at(0);
    if (attached === undefined) attach(parts, definition, row);
    else runOne(parts, definition, row, attached);
  }
}

/** Rows are never changed in place, so what a definition's conditions compile to holds as long as its row. */
const compiled = new WeakMap<Row, Map<string, TestRow>>();

/** Whether the record satisfies one of the definition's conditions; an empty condition never holds. */
function holds(parts: SlaEngineParts, definition: Row, condition: string, row: Row): boolean {
  const tests = compiled.get(definition) ?? new Map<string, TestRow>();
  const test = tests.get(condition) ?? compileCondition(parts, definition, cell(definition, condition));
  compiled.set(definition, tests.set(condition, test));
  return test(row);
}

function compileCondition({ database, clock }: SlaEngineParts, definition: Row, text: string): TestRow {
  if (text === '') return () => false;
  const table = database.table(cell(definition, 'collection'))!.definition;
  return compileQuery(database, table, parseEncodedQuery(text), clock.now());
}

function scheduleOf(definition: Row): Schedule {
  return cell(definition, 'schedule_source') === 'no_schedule' ? ALWAYS : officeHours(OFFICE_ZONE);
}

/** When the change happened, to the second: what the stamps of a row say. */
function changedAt(row: Row): number {
  return parseWireTime(cell(row, 'sys_updated_on'));
}

function attach(parts: SlaEngineParts, definition: Row, row: Row): void {
  const isWanted = holds(parts, definition, 'start_condition', row);
  const isDone = ['stop_condition', 'cancel_condition'].some((name) => holds(parts, definition, name, row));
  if (!isWanted || isDone) return;
  const isRetroactive = cell(definition, 'retroactive') !== 'false';
  const startedAt = isRetroactive ? parseWireTime(cell(row, 'opened_at')) : changedAt(row);
  const plannedEnd = scheduleOf(definition).add(startedAt, parseWireTime(cell(definition, 'duration')));
  const values = {
    task: cell(row, 'sys_id'),
    sla: cell(definition, 'sys_id'),
    stage: 'in_progress',
    start_time: formatWireTime(startedAt),
    planned_end_time: formatWireTime(plannedEnd),
    original_breach_time: formatWireTime(plannedEnd),
    pause_duration: formatWireTime(0),
    schedule: cell(definition, 'schedule'),
    percentage: '0',
    business_percentage: '0',
  };
  parts.instance.insert('task_sla', values, { ...QUIETLY, at: changedAt(row) });
}

/** In the order of the engine: stop, cancel, pause or resume. */
function runOne(parts: SlaEngineParts, definition: Row, row: Row, sla: Row): void {
  const at = changedAt(row);
  const isPaused = cell(sla, 'stage') === 'paused';
  const shallPause = holds(parts, definition, 'pause_condition', row);
  if (holds(parts, definition, 'stop_condition', row)) finish(parts, definition, sla, 'completed', at);
  else if (!holds(parts, definition, 'start_condition', row)) finish(parts, definition, sla, 'cancelled', at);
  else if (holds(parts, definition, 'cancel_condition', row)) finish(parts, definition, sla, 'cancelled', at);
  else if (shallPause && !isPaused) pause(parts, sla, at);
  else if (!shallPause && isPaused) resume(parts, definition, sla, at);
}

function write({ instance }: SlaEngineParts, sla: Row, values: Row, at: number): void {
  instance.update('task_sla', cell(sla, 'sys_id'), values, { ...QUIETLY, at });
}

function finish(
  parts: SlaEngineParts,
  definition: Row,
  sla: Row,
  stage: 'completed' | 'cancelled',
  at: number,
): void {
  const pausedMs = parseWireTime(cell(sla, 'pause_duration')) || 0;
  const startedAt = parseWireTime(cell(sla, 'start_time'));
  const elapsedMs = Math.max(0, scheduleOf(definition).between(startedAt, at) - pausedMs);
  const share = (elapsedMs / parseWireTime(cell(definition, 'duration'))) * 100;
  const isBreached = cell(sla, 'stage') !== 'paused' && parseWireTime(cell(sla, 'planned_end_time')) <= at;
  const values = {
    stage,
    active: 'false',
    end_time: formatWireTime(at),
    duration: formatWireTime(elapsedMs),
    percentage: share.toFixed(2),
    business_percentage: share.toFixed(2),
    ...(isBreached ? { has_breached: 'true' } : {}),
  };
  write(parts, sla, values, at);
}

function pause(parts: SlaEngineParts, sla: Row, at: number): void {
  write(parts, sla, { stage: 'paused', pause_time: formatWireTime(at) }, at);
}

/** The pause becomes known only when it ends: only then is the planned end moved. */
function resume(parts: SlaEngineParts, definition: Row, sla: Row, at: number): void {
  const schedule = scheduleOf(definition);
  const pauseMs = schedule.between(parseWireTime(cell(sla, 'pause_time')), at);
  const pausedMs = (parseWireTime(cell(sla, 'pause_duration')) || 0) + pauseMs;
  const isBreached = cell(sla, 'has_breached') === 'true';
  const plannedEnd = schedule.add(parseWireTime(cell(sla, 'planned_end_time')), pauseMs);
  const values = {
    stage: 'in_progress',
    pause_time: '',
    pause_duration: formatWireTime(pausedMs),
    ...(isBreached ? {} : { planned_end_time: formatWireTime(plannedEnd) }),
  };
  write(parts, sla, values, at);
}

/** One timer per row on a real instance; here one sweep, which comes to the same within half a second. */
function flagBreaches(instance: Instance, now: number): void {
  const due = `stage=in_progress^active=true^has_breached=false^planned_end_time<=${formatWireTime(now)}`;
  for (const row of instance.find('task_sla', due)) {
    const at = parseWireTime(cell(row, 'planned_end_time'));
    instance.update('task_sla', cell(row, 'sys_id'), { has_breached: 'true' }, { ...QUIETLY, at });
  }
}
