import { expect, it, onTestFinished } from 'vitest';
import type { Figures } from '../../src/telemetry/figures-store.ts';
import { createGaugeJob } from '../../src/telemetry/gauge-job.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { at } from '../support/observations.ts';
import { virtualTime } from '../support/virtual-time.ts';

const empty: Figures = {
  tickets: [],
  clocks: [],
  atRisk: [],
  problems: [],
  histories: [{ table: 'incident', waiting: 3, unreadable: 2, notKept: 1 }],
  messages: [],
  oldestPendingAt: null,
  isStormHeld: false,
  ticketsToRejudge: 0,
  detailsMissing: [],
  watermarks: [],
  databaseBytes: 0,
};

/** A job whose figures a test sets; `line` is what the metrics say under a name with its labels. */
function makeJob() {
  const time = virtualTime(at('2024-03-04 10:00'));
  const { metrics, expose } = createMetrics({
    version: '0',
    revision: '0',
    tables: ['incident'],
    withProcessMetrics: false,
  });
  const state = {
    figures: empty,
    reads: 0,
    fails: false,
    readingMs: 0,
    traffic: { skewMs: 0, isCircuitOpen: false },
  };
  const errors: unknown[] = [];
  const job = createGaugeJob({
    time,
    stopwatchMs: () => time.now(),
    metrics,
    async readFigures() {
      state.reads += 1;
      time.advance(state.readingMs);
      if (state.fails) throw new Error('The database is away.');
      return state.figures;
    },
    readTraffic: () => state.traffic,
    detailRows: ['Product', 'Call logs'],
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => job.stop());
  const line = async (name: string): Promise<string | undefined> => {
    const { body } = await expose('text');
    return body
      .split('\n')
      .find((one) => one.startsWith(`${name} `))
      ?.slice(name.length + 1);
  };
  return { job, time, state, errors, line };
}

/** Lets what was begun end. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('shows the figures of the database and the traffic with the instance', async () => {
  const { job, state, line } = makeJob();
  state.traffic = { skewMs: -1500, isCircuitOpen: true };
  state.figures = {
    ...empty,
    tickets: [{ state: 'open', priority: 'high', count: 3 }],
    watermarks: [{ table: 'incident', at: at('2024-03-04 09:59') }],
    detailsMissing: [{ row: 'Product', count: 4 }],
    databaseBytes: 8_000_000,
    isStormHeld: true,
  };

  job.start();
  await settle();

  expect(await line('slabridge_tickets{state="open",priority="high"}')).toBe('3');
  expect(await line('slabridge_watermark_timestamp_seconds{table="incident"}')).toBe('1709546340');
  expect(await line('slabridge_history_waiting_tickets{table="incident"}')).toBe('3');
  expect(await line('slabridge_history_gap_tickets{table="incident",reason="not-kept"}')).toBe('1');
  expect(await line('slabridge_database_size_bytes')).toBe('8000000');
  expect(await line('slabridge_storm_guard_held')).toBe('1');
  expect(await line('slabridge_ticket_details_missing{row="Product"}')).toBe('4');
  expect(await line('slabridge_ticket_details_missing{row="Call logs"}')).toBe('0');
  expect(await line('slabridge_servicenow_clock_skew_seconds')).toBe('-1.5');
  expect(await line('slabridge_circuit_open{upstream="servicenow"}')).toBe('1');
});

it('reads seldom while changes go on and reading takes long', async () => {
  const { job, time, state } = makeJob();
  state.readingMs = 1000;
  job.start();
  await settle();
  job.touch();

  time.advance(3999);
  expect(state.reads).toBe(1);
  time.advance(1);
  expect(state.reads).toBe(2);
});

it('reads no more seldom while changes go on than without any', async () => {
  const { job, time, state } = makeJob();
  state.readingMs = 60_000;
  job.start();
  await settle();
  job.touch();

  time.advance(15_000);
  expect(state.reads).toBe(2);
});

it('shows as 0 what is no longer there', async () => {
  const { job, time, state, line } = makeJob();
  state.figures = { ...empty, tickets: [{ state: 'open', priority: 'high', count: 3 }] };
  job.start();
  await settle();

  state.figures = empty;
  time.advance(15_000);
  await settle();

  expect(await line('slabridge_tickets{state="open",priority="high"}')).toBe('0');
});

it('follows many changes with one look, a second later', async () => {
  const { job, time, state } = makeJob();
  job.start();
  await settle();

  for (let change = 0; change < 10; change++) job.touch();
  time.advance(999);
  await settle();
  expect(state.reads).toBe(1);
  time.advance(1);
  await settle();
  expect(state.reads).toBe(2);
});

it('tells of a look that failed and looks again', async () => {
  const { job, time, state, errors, line } = makeJob();
  state.fails = true;
  job.start();
  await settle();
  expect(errors).toHaveLength(1);

  state.fails = false;
  state.figures = { ...empty, databaseBytes: 5 };
  time.advance(15_000);
  await settle();

  expect(await line('slabridge_database_size_bytes')).toBe('5');
});
