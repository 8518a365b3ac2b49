import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { planSlaDefinitions, type SlaPlan } from '../../servicenow-app/sla-definitions/plan.ts';
import { planSchedule } from '../../servicenow-app/sla-definitions/schedule.ts';
import { planFromConfiguration } from '../../servicenow-app/sla-definitions/sources.ts';
import { writeDriftDefinitions, writeFluent } from '../../servicenow-app/sla-definitions/write-fluent.ts';
import { createCalendar } from '../../src/calendar/calendar.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';
import { PolicyFile } from '../../src/policy/policy-file.ts';
import { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { observe } from '../../src/servicenow/observe.ts';
import type { Instance } from '../../src/simulator/instance/instance.ts';
import { formatWireTime } from '../../src/simulator/time/wire-time.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { connectDrift } from '../../src/wiring/drift.ts';
import { repository } from '../house/repository.ts';
import { CASES, insertCase, start } from '../simulator/support.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { startClient } from '../support/servicenow-client.ts';
import { shippedMapping, shippedMappingData, shippedReading } from '../support/servicenow-mapping.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

const shipped = planFromConfiguration({});
const policies = PolicyFile.parse(parse(repository.read('config/policy.yaml'))).policies;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const named = (name: string): SlaPlan => shipped.slas.find((sla) => sla.name === name)!;

it('the committed definitions are those of the shipped configuration', () => {
  expect(repository.read('servicenow-app/src/fluent/sla-definitions.now.ts')).toBe(
    writeFluent(shipped.slas, shipped.schedules),
  );
});

describe('each priority and clock of the policy has a definition', () => {
  it('with its target, its calendar and its conditions', () => {
    expect(shipped.slas).toHaveLength(12);
    expect(named('UCC critical response')).toMatchObject({
      table: CASES,
      targetMs: 30 * MINUTE_MS,
      calendar: 'always',
      fromOpening: true,
      start: 'priorityIN1^stateNOT IN7',
      stop: 'stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
      pause: null,
    });
    expect(named('UCC low fix')).toMatchObject({
      targetMs: 48 * HOUR_MS,
      calendar: 'business',
      stop: 'stateIN6,3',
      pause: 'stateIN18',
    });
    expect(named('UCC normal troubleshoot')).toMatchObject({
      fromOpening: false,
      start: 'priorityIN3^stateNOT IN7^stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
    });
    expect(named('UCC normal troubleshoot').stop.split('^OR')).toEqual([
      'stateIN6,3',
      'causeISNOTEMPTY',
      'assignment_group.name=Level 2 Engineers',
      'assignment_group.name=Level 3 Specialists',
      'assignment_group.name=Level 4 Infrastructure',
    ]);
  });

  it('for each table that is mirrored, with its own values', () => {
    const tables = { incident: { ...shippedMapping.tables['incident']!, enabled: true } };
    const plans = planSlaDefinitions(policies, { tables, tiers: {} });
    expect(plans).toHaveLength(12);
    expect(plans.at(-1)).toMatchObject({
      table: 'incident',
      start: 'priorityIN4,5^stateNOT IN8',
      stop: 'stateIN6,7',
      pause: 'stateIN3',
    });
    expect(plans.find(({ clock }) => clock === 'troubleshoot')!.stop).toBe('stateIN6,7^ORcauseISNOTEMPTY');
  });

  it('for each service line that records can have, the last for all others', () => {
    const other = { ...policies[0]!, name: 'Rest', serviceLine: 'Rest' };
    const cases = shippedMapping.tables[CASES]!;
    const withLine = {
      ...cases,
      fields: { ...cases.fields, serviceLine: 'product.name' },
      serviceLines: { 'Cloud phone': 'UCC', 'Desk phone': 'UCC' },
    };
    const starts = planSlaDefinitions([policies[0]!, other], { tables: { [CASES]: withLine }, tiers: {} })
      .filter(({ name }) => name.endsWith('critical fix'))
      .map((sla) => sla.start);
    expect(starts).toEqual([
      'priorityIN1^stateNOT IN7^product.nameINCloud phone,Desk phone',
      'priorityIN1^stateNOT IN7^product.nameNOT INCloud phone,Desk phone',
    ]);
    const onlyLast = planSlaDefinitions([other, policies[0]!], { tables: { [CASES]: cases }, tiers: {} });
    expect(new Set(onlyLast.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(['UCC']));
  });
});

describe('a schedule', () => {
  it('opens when the calendar does, and closes on its holidays', () => {
    const { entries, timezone } = shipped.schedules.get('business')!;
    expect(timezone).toBe('Europe/London');
    expect(entries[0]).toMatchObject({
      startsAt: '20240101T090000',
      endsAt: '20240101T173000',
      daysOfWeek: '12345',
    });
    const closed = entries.filter(({ daysOfWeek }) => daysOfWeek === null);
    expect(closed.map(({ startsAt }) => startsAt.slice(0, 8))).toEqual(
      expect.arrayContaining(['20260403', '20261225', '20261228', '20280828']),
    );
    expect(shipped.schedules.has('always')).toBe(false);
  });

  it('says the same as the calendar, hour by hour', () => {
    const weekly = {
      mon: [
        { openMinute: 540, closeMinute: 720 },
        { openMinute: 780, closeMinute: 1050 },
      ],
      tue: [{ openMinute: 540, closeMinute: 720 }],
      wed: [],
      thu: [{ openMinute: 1320, closeMinute: 1800 }],
      fri: [{ openMinute: 0, closeMinute: 1440 }],
      sat: [],
      sun: [{ openMinute: 540, closeMinute: 720 }],
    };
    const holidaysOf = holidaysFromDates(['2026-03-03']);
    const definition = { timezone: 'UTC', weekly, holidaysOf };
    const calendar = createCalendar(definition);
    const { entries } = planSchedule(
      'odd',
      { timezone: 'UTC', weekly, observesHolidays: true },
      definition,
      [2026],
    )!;
    const parseLocal = (text: string): number =>
      Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z'));
    const DAY_MS = 24 * HOUR_MS;
    const isOpen = (at: number): boolean => {
      const said = entries.map(({ startsAt, endsAt, daysOfWeek }) => {
        const [from, to] = [parseLocal(startsAt), parseLocal(endsAt)];
        if (daysOfWeek === null) return at >= from && at <= to ? 'closed' : '';
        const offset = ((from % DAY_MS) + DAY_MS) % DAY_MS;
        return [0, 1].some((days) => {
          const midnight = at - (at % DAY_MS) - days * DAY_MS;
          const weekday = ((new Date(midnight).getUTCDay() + 6) % 7) + 1;
          return (
            daysOfWeek.includes(String(weekday)) &&
            at >= midnight + offset &&
            at < midnight + offset + to - from
          );
        })
          ? 'open'
          : '';
      });
      return said.includes('open') && !said.includes('closed');
    };
    for (let hour = 0; hour < 14 * 24; hour += 1) {
      const at = Date.UTC(2026, 2, 1) + hour * HOUR_MS + 1;
      expect([new Date(at).toISOString(), isOpen(at)]).toEqual([
        new Date(at).toISOString(),
        calendar.isOpen(at),
      ]);
    }
  });
});

describe('on an instance whose definitions these are', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('pglite');
  });
  afterAll(() => database.close());

  /** A Monday, 10:00 in London, far from any holiday. */
  const START = Date.UTC(2026, 2, 2, 10);
  const mapping = ServiceNowMapping.parse({
    ...shippedMappingData(),
    ...parse(writeDriftDefinitions(shipped.slas)),
  });

  /** The records of `contract_sla` that the plans become. */
  function replaceDefinitions(instance: Instance): void {
    const quietly = { workflow: false };
    for (const row of instance.find('contract_sla')) instance.delete('contract_sla', row['sys_id']!, quietly);
    for (const sla of shipped.slas) {
      const row = {
        name: sla.name,
        collection: sla.table,
        duration: formatWireTime(sla.targetMs),
        schedule_source: shipped.schedules.has(sla.calendar) ? 'sla_definition' : 'no_schedule',
        start_condition: sla.start,
        stop_condition: sla.stop,
        pause_condition: sla.pause ?? '',
        retroactive: String(sla.fromOpening),
      };
      instance.insert('contract_sla', row, quietly);
    }
  }

  it('nothing differs between the two, whatever a case goes through', async () => {
    const time = virtualTime(START);
    const simulator = await start({ time, slaDurationDivisor: 1 });
    replaceDefinitions(simulator.instance);
    const { client } = startClient({
      baseUrl: simulator.url,
      credential: { kind: 'basic', username: 'sla.bridge', password: 'demo' },
    });
    onTestFinished(() => client.close());
    const desk = openDesk(database);
    const runs: object[] = [];
    const failures: unknown[] = [];
    const job = connectDrift({
      database,
      client,
      mapping,
      policy: shippedPolicy,
      metrics: createMetrics({ version: '0', revision: '0', tables: [], withProcessMetrics: false }).metrics,
      logger: {
        error: (one: unknown) => failures.push(one),
        warn: (one: unknown) => failures.push(one),
        info: (one: object) => runs.push(one),
      } as never,
      time,
      now: () => time.now(),
    });
    const mirror = async (): Promise<void> => {
      desk.setNow(time.now());
      const seen = simulator.instance
        .find(CASES, 'ORDERBYnumber')
        .map((row) => observe(row as never, shippedReading(CASES)));
      await desk.pipeline.applyObservations(CASES, seen, 'poll');
      const tickets = await database.db.selectFrom('ticket').select('id').execute();
      await desk.pipeline.judgeAgain(tickets.map(({ id }) => id));
    };
    const opened_at = '2026-03-02 10:00:00';
    const ids = ['1', '2', '3', '4'].flatMap((priority) =>
      ['a', 'b', 'c'].map((fate) =>
        insertCase(simulator, { opened_at, priority, state: '1', number: `CS${priority}${fate}` }),
      ),
    );
    /** After so many minutes, what happens to the cases of each fate. */
    const story: [number, Record<'a' | 'b' | 'c', Record<string, string>>][] = [
      [10, { a: { state: '10' }, b: { state: '10' }, c: {} }],
      [30, { a: { cause: 'Line fault' }, b: { state: '18' }, c: {} }],
      [55, { a: {}, b: { state: '10' }, c: { state: '10' } }],
      [290, { a: { state: '6' }, b: {}, c: { state: '18' } }],
      [900, { a: {}, b: { state: '6' }, c: {} }],
    ];
    await mirror();
    for (const [minutes, changes] of story) {
      time.advance(START + minutes * MINUTE_MS - time.now());
      for (const [index, sysId] of ids.entries()) {
        const values = Object.values(changes)[index % 3]!;
        if (Object.keys(values).length > 0) simulator.instance.update(CASES, sysId, values);
      }
      time.advance(5 * MINUTE_MS);
      await mirror();
      await job.runNow();
    }
    expect(failures).toEqual([]);
    expect(runs.filter((run) => 'compared' in run)).toEqual(
      story.map(() => ({ compared: expect.any(Number), different: 0 })),
    );
    const found = await database.db.selectFrom('clock_drift').selectAll().execute();
    expect(found).toEqual([]);
  });
});
