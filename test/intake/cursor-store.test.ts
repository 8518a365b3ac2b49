import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CursorStore } from '../../src/intake/cursor.ts';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('a cursor on %s', (engine) => {
  let database: OpenDatabase;
  let cursors: CursorStore;
  const sysId = '0123456789abcdef0123456789abcdef';

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    cursors = makeCursorStore(database.db);
  });
  afterAll(() => database.close());

  it('begins at nothing', async () => {
    expect(await cursors.load('incident')).toEqual({
      watermark: null,
      firstLoad: { hasBegun: false, isDone: false, lastSysId: null },
      lastPoll: null,
    });
  });

  it('keeps each fact without touching the others', async () => {
    await cursors.beginFirstLoad('problem', { updatedAt: 1_000, sysId });
    await cursors.saveFirstLoad('problem', sysId, false);
    await cursors.savePoll('problem', { finishedAt: 5_000, outcome: 'servicenow-timeout' });
    await cursors.saveWatermark('problem', { updatedAt: 9_000, sysId });
    expect(await cursors.load('problem')).toEqual({
      watermark: { updatedAt: 9_000, sysId },
      firstLoad: { hasBegun: true, isDone: false, lastSysId: sysId },
      lastPoll: { finishedAt: 5_000, outcome: 'servicenow-timeout' },
    });
    await cursors.saveFirstLoad('problem', sysId, true);
    expect(await cursors.load('problem')).toMatchObject({
      watermark: { updatedAt: 9_000 },
      firstLoad: { isDone: true },
    });
  });

  it('knows that a first load of an empty table has begun', async () => {
    await cursors.beginFirstLoad('change_request', null);
    expect(await cursors.load('change_request')).toMatchObject({
      watermark: null,
      firstLoad: { hasBegun: true },
    });
  });
});
