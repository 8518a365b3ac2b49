import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar/calendar.ts';
import type { OtherClock } from '../../src/clocks/drift.ts';
import { rememberCalendars } from '../../src/clocks/drift-hypotheses.ts';
import {
  type ComparedTicket,
  compareClocks,
  type DriftJobParts,
  type DriftRun,
} from '../../src/clocks/drift-job.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { hour, minute, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

const now = t('12:00');

function ticket(id: number, given: Partial<ComparedTicket> = {}): ComparedTicket {
  return {
    id,
    table: 'incident',
    sysId: `record ${id}`,
    serviceLine: null,
    sysUpdatedAt: t('10:00'),
    clocks: [
      {
        kind: 'fix',
        state: 'running',
        priority: 'critical',
        startedAt: t('10:00'),
        dueAt: t('15:00'),
        breachedAt: null,
        superseded: [],
        paused: false,
        targetMs: 5 * hour,
      },
    ],
    ...given,
  };
}

function row(given: Partial<OtherClock> = {}): OtherClock {
  return {
    kind: 'fix',
    definition: { sysId: 'd', name: 'Resolution', table: 'incident', targetMs: 5 * hour },
    definitionSysId: 'd',
    taskSysId: 'a',
    stage: 'in_progress',
    hasBreached: false,
    startedAt: t('10:00'),
    plannedEndAt: t('15:00'),
    timezone: null,
    updatedAt: t('10:00'),
    ...given,
  };
}

interface World {
  readonly open: readonly ComparedTicket[];
  readonly finished?: readonly ComparedTicket[];
  readonly rows?: Readonly<Record<string, readonly OtherClock[]>>;
  readonly isExpected?: (table: string, kind: string) => boolean;
  readonly story?: Story;
}

/** Compares what is given; tells also what was asked for on the way. */
async function compare(world: World, signal = new AbortController().signal) {
  const asked: string[] = [];
  const saved: DriftRun[] = [];
  let at = now;
  const parts: DriftJobParts = {
    now: () => at++,
    async readTheirs() {
      return {
        rows: new Map(Object.entries(world.rows ?? {})),
        isExpected: world.isExpected ?? (() => false),
        unknownDefinitions: ['Gold'],
      };
    },
    async loadOpenTickets(afterId, limit) {
      asked.push(`open after ${afterId}`);
      return world.open.filter(({ id }) => id > afterId).slice(0, limit);
    },
    async loadTicketsOf(sysIds) {
      asked.push(`tickets of ${sysIds.length > 3 ? sysIds.length : sysIds}`);
      return (world.finished ?? []).filter(({ sysId }) => sysIds.includes(sysId));
    },
    async loadTimeline(ticketId) {
      asked.push(`timeline of ${ticketId}`);
      return toVersions(world.story ?? []);
    },
    policyFor(serviceLine) {
      asked.push(`policy for ${serviceLine}`);
      return shippedPolicy.clocks;
    },
    calendars: new Map(['always', 'business'].map((name) => [name, shippedCalendar(name)])),
    makeCalendar: rememberCalendars(),
    async save(run) {
      saved.push(run);
    },
  };
  return { run: await compareClocks(parts, signal), saved, asked };
}

test('a run that finds nothing is kept, with when it was, what was compared and what the instance does not know', async () => {
  const { run, saved, asked } = await compare({
    open: [ticket(1), ticket(2)],
    rows: { 'record 1': [row()] },
  });

  expect(run).toEqual({
    startedAt: now,
    finishedAt: now + 1,
    compared: 1,
    unknownDefinitions: ['Gold'],
    findings: [],
  });
  expect(saved).toEqual([run]);
  expect(asked).toEqual(['open after 0', 'open after 2']);
});

test('tickets with an unfinished clock come first, batch by batch, then the others of which the instance speaks', async () => {
  const open = Array.from({ length: 501 }, (_, index) => ticket(index + 1));
  const rows = { 'record 3': [row()], 'record 900': [row()], 'record 901': [row()] };
  const met = ticket(900);
  const finished = [{ ...met, clocks: met.clocks.map((clock) => ({ ...clock, state: 'met' as const })) }];
  const { run, asked } = await compare({ open, finished, rows });

  expect(asked).toEqual([
    'open after 0',
    'open after 500',
    'open after 501',
    'tickets of record 900,record 901',
    'policy for null',
  ]);
  expect(run.compared).toBe(2);
  expect(run.findings.map(({ ticketId, kind }) => [ticketId, kind])).toEqual([[900, 'extra']]);
});

test('records of which only the instance speaks are looked up five hundred at a time', async () => {
  const rows = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`record ${index}`, [row()]]));
  const { asked } = await compare({ open: [], rows });
  expect(asked).toEqual(['open after 0', 'tickets of 500', 'tickets of 500', 'tickets of record 1000']);
});

describe('a clock without a row', () => {
  test('is missing where the instance should have one', async () => {
    const isExpected = (table: string, kind: string) => table === 'incident' && kind === 'fix';
    const { run, asked } = await compare({ open: [ticket(1, { serviceLine: 'Gold' })], isExpected });

    expect(run.findings).toEqual([
      {
        kind: 'missing',
        why: 'the clock is running, ServiceNow has no row',
        ticketId: 1,
        clock: 'fix',
        ours: ticket(1).clocks[0],
        theirs: null,
      },
    ]);
    expect(asked).toContain('policy for Gold');
    expect(asked).not.toContain('timeline of 1');
  });

  test('is not compared where it should have none', async () => {
    const { run } = await compare({ open: [ticket(1)], isExpected: (table) => table === 'change_request' });
    expect(run).toMatchObject({ compared: 0, findings: [] });
  });
});

describe('what changed so recently that the other side may not know it', () => {
  test.each([
    ['two minutes ago is compared', 2 * minute, 1],
    ['later is not', 2 * minute - 1, 0],
  ])('%s, on either side', async (_, agoMs, compared) => {
    const changed = await compare({
      open: [ticket(1, { sysUpdatedAt: now - agoMs })],
      rows: { 'record 1': [row()] },
    });
    const theirs = await compare({
      open: [ticket(1)],
      rows: { 'record 1': [row({ updatedAt: now - agoMs })] },
    });
    expect([changed.run.compared, theirs.run.compared]).toEqual([compared, compared]);
  });

  test('of a row is compared where it does not say when it changed', async () => {
    const { run } = await compare({ open: [ticket(1)], rows: { 'record 1': [row({ updatedAt: null })] } });
    expect(run.compared).toBe(1);
  });
});

describe('a difference', () => {
  const story: Story = [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]];

  test('of the due time is explained by the ticket’s history: another priority', async () => {
    const theirs = row({ plannedEndAt: t('20:00') });
    const { run, asked } = await compare({ open: [ticket(1)], rows: { 'record 1': [theirs] }, story });

    expect(run.findings).toMatchObject([
      { kind: 'priority', why: 'ServiceNow judges it as high', ticketId: 1, clock: 'fix', theirs },
    ]);
    expect(asked).toContain('timeline of 1');
  });

  test('of the due time is explained by the zone that the row names', async () => {
    const { targetMs } = shippedPolicy.clocks.rules.normal.fix;
    const dueIn = (timezone: string) =>
      createCalendar({ ...shippedCalendar('business'), timezone }).add(t('10:00'), targetMs);
    const dueAt = dueIn('Europe/London');
    const clock = { ...ticket(1).clocks[0]!, priority: 'normal' as const, targetMs, dueAt };
    const definition = { ...row().definition, targetMs };
    const plannedEndAt = dueIn('America/New_York');
    const theirs = row({ definition, plannedEndAt, timezone: 'America/New_York' });
    const { run } = await compare({
      open: [ticket(1, { clocks: [clock] })],
      rows: { 'record 1': [theirs] },
      story: [[t('10:00'), { state: 'open', priority: 'normal', tier: 2 }]],
    });
    expect(run.findings.map(({ why }) => why)).toEqual([
      'ServiceNow counts in America/New_York instead of Europe/London',
    ]);
  });

  test('of a breach alone is looked up too, and stays unexplained', async () => {
    const late = {
      ...ticket(1).clocks[0]!,
      state: 'breached' as const,
      breachedAt: t('11:00'),
      dueAt: t('11:00'),
    };
    const { run, asked } = await compare({
      open: [ticket(1, { clocks: [late] })],
      rows: { 'record 1': [row({ plannedEndAt: t('11:00') })] },
      story,
    });
    expect(run.findings.map(({ kind }) => kind)).toEqual(['unexplained']);
    expect(asked).toContain('timeline of 1');
  });

  test('of a clock whose priority was never known has no history to explain it', async () => {
    const unknown = { ...ticket(1).clocks[0]!, priority: null };
    const { run, asked } = await compare({
      open: [ticket(1, { clocks: [unknown] })],
      rows: { 'record 1': [row({ plannedEndAt: t('20:00') })] },
    });
    expect(run.findings.map(({ kind }) => kind)).toEqual(['unexplained']);
    expect(asked).not.toContain('timeline of 1');
  });

  test('of the target is another priority’s, or nobody’s; its own counts as nobody’s', async () => {
    const kindOf = async (targetMs: number) => {
      const theirs = row({ definition: { ...row().definition, targetMs } });
      const clock = { ...ticket(1).clocks[0]!, targetMs: 3 * hour };
      const { run } = await compare({
        open: [ticket(1, { clocks: [clock] })],
        rows: { 'record 1': [theirs] },
      });
      return run.findings[0]?.kind;
    };
    expect(await kindOf(10 * hour)).toBe('priority');
    expect(await kindOf(5 * hour)).toBe('target');
  });
});

test('a run that is to stop stops, and replaces nothing', async () => {
  const abort = new AbortController();
  abort.abort();
  await expect(compare({ open: [ticket(1)], rows: { 'record 1': [row()] } }, abort.signal)).rejects.toThrow(
    'aborted',
  );
});
