import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/simulator/faults/fault.ts';
import {
  beginJourney,
  CASES,
  closeJourneysAfterEach,
  type Journey,
  type JourneyOptions,
} from '../support/journey.ts';
import { minute } from '../support/story.ts';
import { engines } from '../support/test-database.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);
const second = 1000;

/** A case that is about to breach, with the service watching it. */
async function beginBeforeBreach(options: Partial<JourneyOptions> = {}) {
  const journey = await beginJourney({ startsAt: tuesdayAt10, ...options });
  const sysId = journey.openCase({}, tuesdayAt10 - 20 * minute);
  await journey.sync();
  return { journey, sysId, breachAt: tuesdayAt10 + 10 * minute };
}

/** The PATCHes of a record that reached the instance, with what became of them. */
const patches = ({ simulator }: Journey, sysId: string) =>
  simulator.requests.all().filter((request) => request.method === 'PATCH' && request.sysId === sysId);

const asked = ({ simulator }: Journey, method: string, sysId: string): boolean =>
  simulator.requests.all().some((request) => request.method === method && request.sysId === sysId);

async function messageOf(journey: Journey) {
  const [message] = await journey.outbox();
  if (message === undefined) throw new Error('Nothing is in the outbox.');
  return message;
}

/** Lets the waits pass that a delivery makes by itself, until it has come to something. */
async function untilSettled(journey: Journey, state: string): Promise<void> {
  await journey.until(async () => {
    journey.time.leap(second);
    return (await messageOf(journey)).state === state;
  });
}

/** One case for each fault, all about to breach at one instant; what came of each, by the fault's kind. */
async function meetFaults(faults: readonly FaultOrder[], options: Partial<JourneyOptions> = {}) {
  const journey = await beginJourney({ startsAt: tuesdayAt10, ...options });
  const cases = faults.map((fault) => ({ fault, sysId: journey.openCase({}, tuesdayAt10 - 20 * minute) }));
  await journey.sync();
  for (const { fault, sysId } of cases) {
    journey.simulator.faults.add({ ...fault, match: { method: 'PATCH', sysId } });
  }
  journey.time.leapTo(tuesdayAt10 + 10 * minute);
  await journey.until(async () => {
    journey.time.leap(second);
    const outbox = await journey.outbox();
    return outbox.length === cases.length && outbox.every(({ state }) => state === 'delivered');
  });
  await journey.rest();
  return cases.map(({ fault, sysId }) => ({
    because: fault.kind,
    patches: patches(journey, sysId).length,
    notes: journey.notes(sysId).length,
  }));
}

describe.each(engines)('a note that was written, on %s', (engine) => {
  it('is not written again because its answer was lost', async () => {
    const kinds = [
      'reset-after-commit',
      'timeout-after-commit',
      'cancelled-after-commit',
      'maintenance-after-commit',
      'forbidden-after-commit',
      'truncated-json',
      'damaged-json',
      'connection-cut',
    ];
    const met = await meetFaults(
      kinds.map((kind) => ({ kind })),
      { engine },
    );
    expect(met).toEqual(kinds.map((because) => ({ because, patches: 1, notes: 1 })));
  });
});

describe('a note that is not written', () => {
  it('because of any fault of the instance or the network is written, once, with the next attempt', async () => {
    const kinds = [
      'reset',
      'timeout',
      'status',
      'maintenance',
      'hibernating',
      'session-busy',
      'unauthorized',
      'overloaded',
      'cancelled',
      'business-rule',
      'acl-denied',
    ];
    const met = await meetFaults(kinds.map((kind) => ({ kind })));
    expect(met).toEqual(kinds.map((because) => ({ because, patches: 2, notes: 1 })));
  });

  it('is looked for in the journal no sooner than 5 s after the time-out', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach({
      environment: { SERVICENOW_TIMEOUT_SECONDS: '20' },
    });
    journey.simulator.faults.add({ kind: 'timeout', match: { method: 'PATCH' } });
    journey.time.leapTo(breachAt);
    await journey.until(() => asked(journey, 'PATCH', sysId));
    await untilSettled(journey, 'delivered');

    const [lost] = patches(journey, sysId);
    const looked = journey.simulator.requests.all().find(({ table }) => table === 'sys_journal_field');
    expect(looked!.at - lost!.at).toBeGreaterThanOrEqual(25 * second);
  });

  it('waits while the journal cannot be read, and is no attempt', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    journey.simulator.faults.add({ kind: 'reset-after-commit', match: { method: 'PATCH' } });
    journey.simulator.settings.closedTables = [{ table: 'sys_journal_field' }];
    journey.time.leapTo(breachAt);
    await journey.until(() => asked(journey, 'PATCH', sysId));
    await journey.until(async () => {
      journey.time.leap(second);
      return (await messageOf(journey)).lastError?.includes('sys_journal_field') === true;
    });
    expect(await messageOf(journey)).toMatchObject({ state: 'pending', attempts: 1 });

    journey.simulator.settings.closedTables = [];
    await untilSettled(journey, 'delivered');
    expect(patches(journey, sysId)).toHaveLength(1);
    expect(journey.notes(sysId)).toHaveLength(1);
  });

  it('because it is refused for good becomes a dead letter that health tells of, and is sent when somebody retries', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach({
      environment: { OUTBOX_MAX_ATTEMPTS: '2' },
    });
    journey.simulator.settings.closedTables = [{ table: CASES, operations: ['update'] }];
    journey.time.leapTo(breachAt);
    await untilSettled(journey, 'dead');

    const dead = await messageOf(journey);
    expect(dead).toMatchObject({ attempts: 2, reason: 'servicenow-forbidden' });
    expect(dead.lastError).toContain('HTTP 403');
    expect(patches(journey, sysId)).toHaveLength(2);
    type Health = { status: string; checks: Record<string, { status: string; output?: string }[]> };
    const health = await journey.ask<Health>('/admin/health');
    expect(health.status).toBe('warn');
    expect(health.checks['outbox:deadLetters']?.[0]).toMatchObject({ status: 'warn' });
    expect(await journey.probe('/readyz')).toBe(200);

    journey.simulator.settings.closedTables = [];
    expect((await journey.order(`/admin/outbox/${dead.id}/retry`)).status).toBe(200);
    await untilSettled(journey, 'delivered');
    expect(journey.notes(sysId)).toHaveLength(1);
    expect((await journey.ask<Health>('/admin/health')).status).toBe('pass');
  });

  it('does not become a dead letter while the instance is down, however long that lasts', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach({
      environment: { OUTBOX_MAX_ATTEMPTS: '1' },
    });
    journey.simulator.faults.add({ kind: 'maintenance', times: 'always' });
    journey.time.leapTo(breachAt);
    const tries = () => journey.simulator.requests.all().filter(({ sysId: asked }) => asked === sysId).length;
    await journey.until(() => {
      journey.time.leap(second);
      return tries() >= 2;
    });
    expect(await messageOf(journey)).toMatchObject({ state: 'pending', attempts: 0 });

    journey.simulator.faults.clear();
    await untilSettled(journey, 'delivered');
    expect(journey.notes(sysId)).toHaveLength(1);
  });
});

describe('a note that is not wanted any more', () => {
  it.each([
    ['resolved', '6', 'resolved'],
    ['closed', '3', 'closed'],
    ['cancelled', '7', 'cancelled'],
  ])('because the ticket was %s between decision and delivery, is dropped and says so', async (_how, state, reason) => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    journey.simulator.faults.add({ kind: 'maintenance', times: 'always', match: { operation: 'get' } });
    journey.time.leapTo(breachAt);
    await journey.until(async () => (await journey.outbox()).length > 0);
    journey.updateCase(sysId, { state, close_notes: 'Done' });
    journey.simulator.faults.clear();
    await untilSettled(journey, 'dropped');

    expect(await messageOf(journey)).toMatchObject({ reason, attempts: 0 });
    await journey.rest();
    expect(journey.notes(sysId)).toEqual([]);
    expect(patches(journey, sysId)).toEqual([]);
    const outcome = 'slabridge_outbox_deliveries_total{action="escalation",outcome="dropped"}';
    expect(await journey.metric(outcome)).toBe(1);
  });

  it('because the case was answered meanwhile, is decided again and dropped', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    journey.simulator.faults.add({ kind: 'maintenance', times: 'always', match: { operation: 'get' } });
    journey.time.leapTo(breachAt);
    await journey.until(async () => (await journey.outbox()).length > 0);
    journey.updateCase(sysId, { state: '10' });
    journey.simulator.faults.clear();
    await untilSettled(journey, 'dropped');

    expect(await messageOf(journey)).toMatchObject({ reason: 'superseded' });
    expect(journey.notes(sysId)).toEqual([]);
  });

  it('because the record is gone, is dropped as not found', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    journey.simulator.instance.delete(CASES, sysId);
    journey.time.leapTo(breachAt);
    await untilSettled(journey, 'dropped');

    expect(await messageOf(journey)).toMatchObject({ reason: 'not-found' });
    expect(patches(journey, sysId)).toEqual([]);
    await journey.rest();
  });

  it('because the record vanishes at the very moment of writing, is dropped as not found', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    const message = 'No Record found';
    const detail = "Record doesn't exist or ACL restricts the record retrieval";
    journey.simulator.faults.add({
      kind: 'status',
      status: 404,
      message,
      detail,
      match: { method: 'PATCH' },
    });
    journey.time.leapTo(breachAt);
    await untilSettled(journey, 'dropped');
    expect(await messageOf(journey)).toMatchObject({ reason: 'not-found' });
    expect(patches(journey, sysId)).toHaveLength(1);
  });
});

describe('after a rate limit', () => {
  it('no request leaves before the time that the instance asks for, and the note comes after it', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    journey.simulator.faults.add({ kind: 'rate-limited', retryAfterSeconds: 40, match: { method: 'PATCH' } });
    journey.time.leapTo(breachAt);
    await journey.until(() => asked(journey, 'PATCH', sysId));
    await untilSettled(journey, 'delivered');

    const all = journey.simulator.requests.all();
    const limited = all.findIndex(({ fault }) => fault === 'rate-limited');
    const next = all[limited + 1];
    expect(next!.at - all[limited]!.at).toBeGreaterThanOrEqual(39 * second);
    expect(journey.notes(sysId)).toHaveLength(1);
    expect((await messageOf(journey)).attempts).toBe(1);
  });
});

describe('our own writes', () => {
  it('come back through sync and cause nothing', async () => {
    const { journey, sysId, breachAt } = await beginBeforeBreach();
    await journey.goTo(breachAt);
    await journey.sync();
    await journey.rest();

    const { ticket } = await journey.ticket(sysId);
    expect(ticket).toMatchObject({ state: 'new', sysModCount: 1 });
    expect(await journey.outbox()).toHaveLength(1);
    expect(patches(journey, sysId)).toHaveLength(1);
    expect(JSON.parse(patches(journey, sysId)[0]!.body)).toEqual({
      escalation: '1',
      work_notes: journey.notes(sysId)[0],
    });
  });
});
