import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeletionWatch, type LookForDeletions } from '../../src/intake/deletion-watch-job.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectRefetch, listSyncedTables } from '../../src/wiring/refetch.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { CASES, openSyncedDesk, type SyncedDesk } from '../support/synced-desk.ts';
import { openTestDatabase } from '../support/test-database.ts';

const hour = 3_600_000;

describe('a record that was deleted between two comparisons', () => {
  let database: OpenDatabase;
  let simulator: Simulator;
  let desk: SyncedDesk;
  let look: LookForDeletions;
  let now: number;
  const signal = new AbortController().signal;

  beforeEach(async () => {
    now = Date.now();
    database = await openTestDatabase('postgres');
    simulator = await startSimulator();
    desk = openSyncedDesk(database, simulator);
    look = createDeletionWatch({
      ...connectRefetch(desk.wiring, 'poll'),
      client: desk.client,
      time: desk.wiring.time,
      pageSize: 2,
      tables: listSyncedTables(shippedMapping),
      now: () => now,
    });
  });
  afterEach(async () => {
    await desk.histories.stop();
    desk.client.close();
    await simulator.close();
    await database.close();
  });

  async function mirrorCases(count: number): Promise<string[]> {
    const sysIds = Array.from(
      { length: count },
      () => simulator.instance.insert(CASES, { short_description: 'No dial tone' })['sys_id']!,
    );
    await desk.mirrorAll();
    return sysIds;
  }
  const isDeleted = async (sysId: string) => (await desk.ticket(sysId))!.deleted_at !== null;
  const asked = (table: string) =>
    simulator.requests.all().filter((request) => request.table === table).length;

  it('is found by its row in sys_audit_delete, and once', async () => {
    const sysIds = await mirrorCases(5);
    for (const sysId of sysIds.slice(0, 3)) simulator.instance.delete(CASES, sysId);
    await look(signal);
    expect(await Promise.all(sysIds.map(isDeleted))).toEqual([true, true, true, false, false]);

    simulator.requests.clear();
    await look(signal);
    expect(asked(CASES)).toBe(0);
  });

  it('and is there again when it is asked for stays', async () => {
    const [sysId] = await mirrorCases(1);
    simulator.instance.delete(CASES, sysId!);
    simulator.instance.insert(CASES, { sys_id: sysId!, short_description: 'No dial tone' });
    await look(signal);

    expect(await isDeleted(sysId!)).toBe(false);
  });

  it('but cannot be asked for is left to the next comparison', async () => {
    const [sysId] = await mirrorCases(1);
    simulator.instance.delete(CASES, sysId!);
    simulator.settings.closedTables.push({ table: CASES });
    await look(signal);

    expect(await isDeleted(sysId!)).toBe(false);
  });

  it('is not looked for where sys_audit_delete may not be read, until an hour has passed', async () => {
    const [sysId] = await mirrorCases(1);
    simulator.instance.delete(CASES, sysId!);
    simulator.settings.closedTables.push({ table: 'sys_audit_delete' });
    await look(signal);
    await look(signal);
    expect(asked('sys_audit_delete')).toBe(1);
    expect(await isDeleted(sysId!)).toBe(false);

    simulator.settings.closedTables.length = 0;
    now += 2 * hour;
    await look(signal);
    expect(await isDeleted(sysId!)).toBe(true);
  });

  it('is not taken from rows that were not asked for', async () => {
    const [sysId] = await mirrorCases(1);
    simulator.instance.delete(CASES, sysId!);
    simulator.settings.forbiddenRanges.push({
      table: 'sys_audit_delete',
      fields: ['sys_created_on', 'sys_id'],
    });
    simulator.instance.insert(
      'sys_audit_delete',
      { tablename: CASES, documentkey: sysId! },
      { at: now - 48 * hour },
    );
    await look(signal);

    expect(await isDeleted(sysId!)).toBe(false);
  });
});
