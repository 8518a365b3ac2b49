import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { readFigures } from '../../src/telemetry/figures-store.ts';
import {
  findUncheckedTickets,
  lookAgainAtDetails,
  readAttachments,
  saveCheckedDetails,
  type UncheckedTicket,
} from '../../src/tickets/details-store.ts';
import type { Attachments } from '../../src/tickets/ticket-details.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';
const opened = at('2024-03-04 10:00');
const HOUR = 3_600_000;

describe.each(engines)('what was found of ticket details, on %s', (engine) => {
  let database: OpenDatabase;
  let desk: Desk;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const cursors = makeCursorStore(database.db);
    await cursors.beginFirstLoad(TABLE, { updatedAt: opened, sysId: 'f'.repeat(32) });
    await cursors.saveFirstLoad(TABLE, null, true);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom('ticket').execute();
    desk = openDesk(database);
    desk.setNow(opened);
  });

  const apply = (given: Parameters<typeof observation>[1], openedAt = opened) =>
    desk.pipeline.applyObservations(TABLE, [observation(openedAt, given)], 'poll');
  const find = (now = opened) => findUncheckedTickets(database.db, now, 10);
  const check = async (attachments: Attachments | null = null, lookAgainAt: number | null = null) => {
    const report = { missing: ['Product', 'Call logs'] };
    const checked = (await find()).map(({ ticket }) => ({ ticket, attachments, report, lookAgainAt }));
    await saveCheckedDetails(database.db, checked, opened);
  };

  it('is looked for once for each form of an open ticket', async () => {
    await apply({ details: { product: 'Poly' }, description: 'Fault: none' });

    expect((await find()).map(({ ticket }) => ticket.details)).toEqual([
      { fields: { product: 'Poly' }, labels: ['fault'], mentions: [] },
    ]);
    await check();
    expect(await find()).toEqual([]);
    await apply({ sysModCount: 1, sysUpdatedAt: opened + 1000 });
    expect(await find(opened + 1000)).toHaveLength(1);
  });

  it('is looked for anew when the time to look again has come', async () => {
    await apply({});
    await check({ images: 0, documents: 0 }, opened + HOUR);

    expect(await find(opened + HOUR - 1)).toEqual([]);
    expect(await find(opened + HOUR)).toHaveLength(1);
  });

  it('is looked for anew when the rules have changed, of open tickets', async () => {
    await apply({ sysId: 'a'.repeat(32) });
    await apply({ sysId: 'b'.repeat(32) });
    await check();
    await apply({ sysId: 'b'.repeat(32), state: 'closed', sysModCount: 1, sysUpdatedAt: opened + 1000 });
    const all = await database.db.selectFrom('ticket').select('id').execute();
    await database.db.transaction().execute((tx) =>
      lookAgainAtDetails(
        tx,
        all.map(({ id }) => id),
        opened,
      ),
    );

    expect((await find()).map(({ ticket }) => ticket.sysId)).toEqual(['a'.repeat(32)]);
  });

  it('is looked for again where the ticket has changed while its details were gone through', async () => {
    await apply({ details: { product: '' } });
    const [{ ticket }] = (await find()) as [UncheckedTicket];
    await apply({ details: { product: 'Poly' }, sysModCount: 1, sysUpdatedAt: opened + 1000 });
    const late = { ticket, attachments: null, report: { missing: ['Product'] }, lookAgainAt: null };
    await saveCheckedDetails(database.db, [late], opened);

    expect(await find(opened + 1000)).toHaveLength(1);
    expect((await readFigures(database.db, opened)).detailsMissing).toEqual([]);
  });

  it('is not looked for of tickets that are done or deleted', async () => {
    await apply({ state: 'resolved' });
    expect(await find()).toEqual([]);

    await apply({ sysId: 'a'.repeat(32) });
    await desk.pipeline.applyDeletion(TABLE, 'a'.repeat(32), 'reconcile');
    expect(await find()).toEqual([]);
  });

  it('is not looked for while the table is being read for the first time', async () => {
    await apply({});
    await makeCursorStore(database.db).saveFirstLoad(TABLE, null, false);
    expect(await find()).toEqual([]);

    await makeCursorStore(database.db).saveFirstLoad(TABLE, null, true);
    expect(await find()).toHaveLength(1);
  });

  it('tells tickets that were there before the mirror from newer ones', async () => {
    await apply({ sysId: 'a'.repeat(32) });
    await apply({ sysId: 'b'.repeat(32), sysUpdatedAt: opened + 1000 }, opened + 1000);

    expect((await find(opened + 1000)).map(({ isOld }) => isOld)).toEqual([true, false]);
  });

  it('tells tickets whose breaches are held back as old', async () => {
    desk.setNow(opened + 6 * HOUR);
    await apply({ sysUpdatedAt: opened + 1000 }, opened + 1000);

    expect((await find(opened + 6 * HOUR)).map(({ isOld }) => isOld)).toEqual([true]);
  });

  it('is counted by row, of open tickets alone', async () => {
    await apply({});
    await check();
    const counted = async () => (await readFigures(database.db, opened)).detailsMissing;
    expect([...(await counted())].sort((one, other) => one.row.localeCompare(other.row))).toEqual([
      { row: 'Call logs', count: 1 },
      { row: 'Product', count: 1 },
    ]);

    await apply({ state: 'closed', sysModCount: 1, sysUpdatedAt: opened + 1000 });
    expect(await counted()).toEqual([]);
    await apply({ sysId: 'b'.repeat(32) });
    await check();
    await desk.pipeline.applyDeletion(TABLE, 'b'.repeat(32), 'reconcile');
    expect(await counted()).toEqual([]);
  });

  it('tells what was attached, and null where nobody knows', async () => {
    await apply({});
    const { id } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
    expect(await readAttachments(database.db, id)).toBeNull();

    await check({ images: 1, documents: 2 });
    expect(await readAttachments(database.db, id)).toEqual({ images: 1, documents: 2 });
  });
});
