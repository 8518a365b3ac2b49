import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredClock } from '../../src/clocks/clock-store.ts';
import type { OtherClock } from '../../src/clocks/drift.ts';
import type { DriftFinding, DriftRun } from '../../src/clocks/drift-job.ts';
import { loadOpenTickets, loadTicketsOf, saveDriftRun } from '../../src/clocks/drift-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storedClock, storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';
const sysIdOf = (digit: string): string => digit.repeat(32);

describe.each(engines)('drift on %s', (engine) => {
  let database: OpenDatabase;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const store = (digit: string, given: object, states: Partial<StoredClock>[]) =>
      storeTicket(
        database.db,
        at('2026-02-02 10:00'),
        { sysId: sysIdOf(digit), ...given },
        states.map(storedClock),
      );
    await store('1', { number: 'CS1', serviceLine: 'Gold' }, [
      { kind: 'response', state: 'met' },
      { kind: 'troubleshoot', state: 'pending' },
      { kind: 'fix', state: 'running' },
    ]);
    await store('2', {}, [{ kind: 'fix', state: 'met' }]);
    await store('3', {}, [{ kind: 'fix', state: 'paused' }]);
    await store('4', { deletedAt: at('2026-02-02 10:05') }, [{ kind: 'fix', state: 'running' }]);
    await store('5', {}, [{ kind: 'fix', state: 'breached' }]);
    await store('6', {}, [{ kind: 'fix', state: 'pending' }]);
  });

  afterAll(() => database.close());

  it('finds live tickets with an unfinished clock, batch by batch', async () => {
    const [first, ...none] = await loadOpenTickets(database.db, 0, 1);
    expect(none).toEqual([]);
    expect(first).toMatchObject({
      sysId: sysIdOf('1'),
      table: TABLE,
      serviceLine: 'Gold',
      sysUpdatedAt: at('2026-02-02 10:00'),
    });
    expect(first?.clocks.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['fix', 'running'],
      ['response', 'met'],
      ['troubleshoot', 'pending'],
    ]);

    const rest = await loadOpenTickets(database.db, first!.id, 10);
    expect(rest.map(({ sysId }) => sysId)).toEqual(['3', '5'].map(sysIdOf));
    expect(await loadOpenTickets(database.db, rest[1]!.id, 10)).toEqual([]);
  });

  it('finds finished ones by their record, and none that is deleted or of another table', async () => {
    const sysIds = ['2', '4'].map(sysIdOf);
    const found = await loadTicketsOf(database.db, [TABLE], sysIds);

    expect(found.map(({ sysId }) => sysId)).toEqual([sysIdOf('2')]);
    expect(await loadTicketsOf(database.db, ['incident'], sysIds)).toEqual([]);
    expect(await loadTicketsOf(database.db, [TABLE], [])).toEqual([]);
    expect(await loadTicketsOf(database.db, [], sysIds)).toEqual([]);
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

  it('keeps both sides of a difference as they were compared, however many there are', async () => {
    const tickets = await loadOpenTickets(database.db, 0, 2);
    const ours = storedClock({
      kind: 'fix',
      startedAt: at('2026-02-02 10:00'),
      dueAt: at('2026-02-02 15:00'),
      targetMs: 18_000_000,
    });
    const theirs: OtherClock = {
      kind: 'fix',
      definition: { sysId: sysIdOf('d'), name: 'Priority 1 resolution', table: TABLE, targetMs: 14_400_000 },
      definitionSysId: sysIdOf('d'),
      taskSysId: sysIdOf('1'),
      stage: 'in_progress',
      hasBreached: true,
      startedAt: at('2026-02-02 10:00'),
      plannedEndAt: at('2026-02-02 14:00'),
      timezone: null,
      updatedAt: null,
    };
    const kept = { ours, theirs, clock: 'fix', kind: 'target', why: 'another target' } as const;
    const run: DriftRun = {
      startedAt: at('2026-02-02 11:00'),
      finishedAt: at('2026-02-02 11:01'),
      compared: 2,
      unknownDefinitions: [],
      findings: tickets.map(({ id }) => ({ ...kept, ticketId: id })),
    };
    await saveDriftRun(database.db, run);

    const rows = await database.db.selectFrom('clock_drift').selectAll().orderBy('ticket_id').execute();
    expect(rows.map((row) => row.ticket_id)).toEqual(tickets.map(({ id }) => id));
    expect(rows[0]).toMatchObject({
      clock: 'fix',
      why: 'another target',
      ours: {
        state: 'running',
        startedAt: '2026-02-02T10:00:00.000Z',
        dueAt: '2026-02-02T15:00:00.000Z',
        breachedAt: null,
        paused: false,
        targetMs: 18_000_000,
      },
      theirs: {
        definition: 'Priority 1 resolution',
        stage: 'in_progress',
        startedAt: '2026-02-02T10:00:00.000Z',
        plannedEndAt: '2026-02-02T14:00:00.000Z',
        hasBreached: true,
        targetMs: 14_400_000,
      },
      seen_at: new Date(run.startedAt),
    });
    const [last] = await database.db.selectFrom('drift_run').selectAll().execute();
    expect(last).toMatchObject({
      started_at: new Date(run.startedAt),
      finished_at: new Date(run.finishedAt),
    });
  });
});
