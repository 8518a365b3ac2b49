// Debian packages: prometheus prometheus-alertmanager
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import {
  type RunningService,
  serviceEnvironment,
  startService,
  type WhenFinished,
} from '../support/process.ts';
import { type Monitoring, startMonitoring } from './monitoring.ts';
import { hasTool } from './tools.ts';

const HOUR_MS = 3_600_000;
const canRun = hasTool('prometheus') && hasTool('prometheus-alertmanager');

/** A long run: real programs, real time. Every alert has to get the whole way: service, rule, route, receiver. */
describe.skipIf(!canRun)('when something breaks, somebody is told', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-alerts-'));
  let simulator: Simulator;
  let service: RunningService;
  const cleanups: (() => unknown)[] = [];
  const whenFinished = ((cleanup: () => unknown) => void cleanups.push(cleanup)) as WhenFinished;
  let monitoring: Monitoring;

  beforeAll(async () => {
    simulator = await startSimulator();
    // One old record, so that the first sync has an end and what is stamped later is found by polls.
    const threeHoursAgo = Date.now() - 3 * HOUR_MS;
    simulator.generate({ count: 1, from: threeHoursAgo, to: threeHoursAgo, values: { state: '3' } });
    monitoring = await startMonitoring(async (alertmanagerUrl) => {
      service = await startService(whenFinished, {
        ...serviceEnvironment(simulator),
        DATA_DIR: folder,
        ADOPT_EXISTING: 'raise',
        STORM_LIMIT: '3',
        OUTBOX_MAX_ATTEMPTS: '1',
        ALERTMANAGER_URL: alertmanagerUrl,
      });
      return service.url;
    });
  }, 120_000);

  afterAll(async () => {
    await monitoring?.stop();
    service?.signal('SIGTERM');
    await service?.ended;
    for (const cleanup of cleanups) await cleanup();
    await simulator?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const isTold = (alert: string, receiver: string, status = 'firing') =>
    vi.waitFor(
      () => {
        const told = monitoring.notifications
          .filter((one) => one.receiver === receiver)
          .flatMap(({ alerts }) => alerts)
          .filter(({ labels, status: as }) => labels['alertname'] === alert && as === status);
        expect(told.length, `${alert} ${status} to ${receiver}`).toBeGreaterThan(0);
        return told.at(-1)!;
      },
      { timeout: 90_000, interval: 250 },
    );

  it('all is well: the watchdog alone is heard of', async () => {
    await isTold('SlaBridgeWatchdog', 'dead-mans-switch');

    expect(await monitoring.firing()).toEqual(['SlaBridgeWatchdog']);
  }, 120_000);

  it('many breaches at once and an account that may not write: storm guard and dead letters', async () => {
    simulator.faults.add({ kind: 'acl-denied', match: { method: 'PATCH' }, times: 'always' });
    const twoHoursAgo = Date.now() - 2 * HOUR_MS;
    const values = { state: '10', priority: '1', contact_type: 'phone' };
    simulator.generate({ count: 10, from: twoHoursAgo, to: twoHoursAgo + 1000, values });

    const held = await isTold('SlaBridgeStormGuardHeld', 'operators');
    const dead = await isTold('SlaBridgeDeadLetters', 'operators');
    expect(held.annotations['runbook_url']).toMatch(/^http.*\/runbooks\/SlaBridgeStormGuardHeld$/);
    expect(dead.annotations['description']).toMatch(/^\d+ write-backs failed/);
    simulator.faults.clear();
  }, 180_000);

  it('each overdue ticket has an alert of its own, for the service desk', async () => {
    const told = await isTold('TicketSlaBreached', 'service-desk');

    expect(told.labels).toMatchObject({ priority: 'critical', table: 'sn_customerservice_case' });
    expect(told.annotations['record_url']).toContain(simulator.url);
    const table = 'sn_customerservice_case';
    const [record] = simulator.instance.find(table, `number=${told.labels['ticket']}`);
    simulator.instance.update(table, record!['sys_id']!, { state: '6' }, { by: 'admin' });
    await vi.waitFor(
      () => {
        const ended = monitoring.notifications
          .flatMap(({ alerts }) => alerts)
          .filter(
            ({ labels, status }) => labels['ticket'] === told.labels['ticket'] && status === 'resolved',
          );
        expect(ended.length).toBeGreaterThan(0);
      },
      { timeout: 60_000, interval: 250 },
    );
  }, 180_000);

  it('a table that may not be read: its polls are stale, until they may', async () => {
    simulator.faults.add({ kind: 'acl-denied', match: { method: 'GET' }, times: 'always' });
    const stale = await isTold('SlaBridgePollStale', 'operators');
    expect(stale.labels['table']).toBe('sn_customerservice_case');

    simulator.faults.clear();
    await isTold('SlaBridgePollStale', 'operators', 'resolved');
  }, 240_000);

  it('a credential that is rejected', async () => {
    simulator.faults.add({ kind: 'unauthorized', times: 'always' });
    await isTold('SlaBridgeCredentialsRejected', 'operators');

    simulator.faults.clear();
  }, 180_000);

  it('an instance that does not answer', async () => {
    simulator.faults.add({ kind: 'reset', times: 'always' });
    await isTold('SlaBridgeServiceNowDown', 'operators');

    simulator.faults.clear();
  }, 180_000);

  it('a service that is gone', async () => {
    service.signal('SIGKILL');
    const down = await isTold('SlaBridgeDown', 'operators');
    expect(down.annotations['summary']).toContain('cannot be scraped');
  }, 120_000);
});
