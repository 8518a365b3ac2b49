import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countEscalationsSince,
  type Escalation,
  insertCommand,
  insertEscalations,
  loadCommands,
  loadEscalations,
  wasRequested,
} from '../../src/escalations/escalation-store.ts';
import type { LadderCommand } from '../../src/escalations/ladder.ts';
import type { OpenDatabase, Tx } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2026-02-02 10:00');

function escalation(given: Partial<Escalation>): Escalation {
  return {
    at: opened,
    level: 1,
    trigger: 'response',
    episodeBeganAt: opened,
    ordinal: 1,
    route: 'direct',
    messageId: 'first',
    ...given,
  };
}

describe.each(engines)('what happened on a ladder, on %s', (engine) => {
  let database: OpenDatabase;
  let first: number;
  let second: number;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    first = await storeTicket(database.db, opened, { sysId: '1'.repeat(32) });
    second = await storeTicket(database.db, opened, { sysId: '2'.repeat(32) });
  });

  afterAll(() => database.close());

  const write = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    database.db.transaction().execute(work);

  it('comes back as it was raised, oldest first, for each ticket', async () => {
    const later = escalation({
      at: opened + 7_200_000,
      level: 4,
      trigger: 'manual',
      ordinal: 2,
      route: 'service-desk',
      messageId: 'second',
    });
    const earlier = escalation({});
    const raised = [later, earlier].map((one) => ({ ticketId: first, escalation: one }));
    await write((tx) => insertEscalations(tx, raised));
    await write((tx) => insertEscalations(tx, []));

    expect(await loadEscalations(database.db, [first, second])).toEqual(
      new Map([
        [first, [earlier, later]],
        [second, []],
      ]),
    );
    expect(await loadEscalations(database.db, [second])).toEqual(new Map([[second, []]]));
    expect(await loadEscalations(database.db, [])).toEqual(new Map());
  });

  it('is counted from an instant on, which itself is left out', async () => {
    expect(await write((tx) => countEscalationsSince(tx, opened - 1))).toBe(2);
    expect(await write((tx) => countEscalationsSince(tx, opened))).toBe(1);
    expect(await write((tx) => countEscalationsSince(tx, opened + 7_200_000))).toBe(0);
  });

  it('tells what a person asked for from what was raised by itself', async () => {
    expect(await wasRequested(database.db, 'second')).toBe(true);
    expect(await wasRequested(database.db, 'first')).toBe(false);
    expect(await wasRequested(database.db, 'a message without a step')).toBe(false);
  });

  it('includes what people ordered, oldest first, those of one instant in the order given', async () => {
    const order = (atMs: number, kind: LadderCommand['kind'], until: number | null = null) => {
      const command = { at: atMs, kind, until, who: 'ann', note: 'called them' };
      return write((tx) => insertCommand(tx, [first], command)).then(() => ({ at: atMs, kind, until }));
    };
    const last = await order(opened + 60_000, 'stand-down');
    const acknowledged = await order(opened, 'acknowledge', opened + 3_600_000);
    const adopted = await order(opened, 'adopt');

    expect(await loadCommands(database.db, [first, second])).toEqual(
      new Map([
        [first, [acknowledged, adopted, last]],
        [second, []],
      ]),
    );
    expect(await loadCommands(database.db, [second])).toEqual(new Map([[second, []]]));
    expect(await loadCommands(database.db, [])).toEqual(new Map());
    const [row] = await database.db.selectFrom('ladder_command').select(['who', 'note']).limit(1).execute();
    expect(row).toEqual({ who: 'ann', note: 'called them' });
  });

  it('takes one order for many tickets, or for none', async () => {
    const command = { at: opened + 120_000, kind: 'adopt', until: null, who: 'ann', note: '' } as const;
    const latest = async () =>
      [...(await loadCommands(database.db, [first, second])).values()].map((all) => all.at(-1)?.at);
    const before = await latest();
    await write((tx) => insertCommand(tx, [], command));
    expect(await latest()).toEqual(before);
    await write((tx) => insertCommand(tx, [first, second], command));
    expect(await latest()).toEqual([command.at, command.at]);
  });
});
