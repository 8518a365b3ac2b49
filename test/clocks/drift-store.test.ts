import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriftFinding, DriftRun } from '../../src/clocks/drift-job.ts';
import { loadOpenTickets, loadTicketsOf, saveDriftRun } from '../../src/clocks/drift-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';
const sysIdOf = (digit: string): string => digit.repeat(32);

describe.each(engines)('drift on %s', (engine) => {
  let database: OpenDatabase;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(at('2026-02-02 10:00'));
    const seen = (digit: string, given: object = {}) =>
      observation(at('2026-02-02 10:00'), { sysId: sysIdOf(digit), number: `CS${digit}`, ...given });
    const cases = [seen('1'), seen('2', { state: 'closed' }), seen('3'), seen('4')];
    await desk.pipeline.applyObservations(TABLE, cases, 'poll');
    await desk.pipeline.applyDeletion(TABLE, sysIdOf('4'), 'reconcile');
  });

  afterAll(() => database.close());

  it('finds live tickets with an unfinished clock, batch by batch', async () => {
    const [first, ...none] = await loadOpenTickets(database.db, 0, 1);
    expect(none).toEqual([]);
    expect(first).toMatchObject({ sysId: sysIdOf('1'), table: TABLE });
    expect(first?.clocks.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['fix', 'running'],
      ['response', 'running'],
      ['troubleshoot', 'pending'],
    ]);

    const rest = await loadOpenTickets(database.db, first!.id, 10);
    expect(rest.map(({ sysId }) => sysId)).toEqual([sysIdOf('3')]);
    expect(await loadOpenTickets(database.db, rest[0]!.id, 10)).toEqual([]);
  });

  it('finds finished ones by their record, and none that is deleted or of another table', async () => {
    const sysIds = ['2', '4'].map(sysIdOf);
    const found = await loadTicketsOf(database.db, [TABLE], sysIds);

    expect(found.map(({ sysId }) => sysId)).toEqual([sysIdOf('2')]);
    expect(await loadTicketsOf(database.db, ['incident'], sysIds)).toEqual([]);
    expect(await loadTicketsOf(database.db, [TABLE], [])).toEqual([]);
  });

  it('keeps when a difference was first found, and tells which are new', async () => {
    const [ticket, other] = await loadOpenTickets(database.db, 0, 2);
    const finding = (ticketId: number, kind: DriftFinding['kind']): DriftFinding => ({
      ticketId,
      clock: 'fix',
      kind,
      why: 'so it is',
      ours: ticket!.clocks[0]!,
      theirs: null,
    });
    const run = (time: string, findings: DriftFinding[]): DriftRun => {
      const startedAt = at(`2026-02-02 ${time}`);
      return { startedAt, finishedAt: startedAt + 1, compared: 7, unknownDefinitions: ['Gold'], findings };
    };
    const stored = () =>
      database.db
        .selectFrom('clock_drift')
        .select(['ticket_id', 'kind', 'found_at'])
        .orderBy('ticket_id')
        .execute();

    const first = await saveDriftRun(database.db, run('10:15', [finding(ticket!.id, 'missing')]));
    expect(first.map(({ kind }) => kind)).toEqual(['missing']);

    const again = [finding(ticket!.id, 'missing'), finding(other!.id, 'pause')];
    expect(await saveDriftRun(database.db, run('10:30', again))).toEqual([again[1]]);
    expect(await stored()).toEqual([
      { ticket_id: ticket!.id, kind: 'missing', found_at: new Date(at('2026-02-02 10:15')) },
      { ticket_id: other!.id, kind: 'pause', found_at: new Date(at('2026-02-02 10:30')) },
    ]);

    const changed = [finding(ticket!.id, 'target')];
    expect(await saveDriftRun(database.db, run('10:45', changed))).toEqual(changed);
    expect(await stored()).toMatchObject([{ kind: 'target', found_at: new Date(at('2026-02-02 10:45')) }]);
    expect(await database.db.selectFrom('drift_run').selectAll().execute()).toMatchObject([
      { compared: 7, unknown_definitions: ['Gold'] },
    ]);
  });
});
