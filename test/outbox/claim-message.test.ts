import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimMessages } from '../../src/outbox/delivery-store.ts';
import { changeMessage, findNextMessages, type StoredMessage } from '../../src/outbox/outbox-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase('postgres');
});
afterAll(() => database.close());

const claim = async (message: StoredMessage, handedAt: string): Promise<boolean> =>
  (await claimMessages(database.db, [{ message, handedAt: at(handedAt) }])).has(message.id);

it('a message can be taken once by those who have read it, and again once it was given back', async () => {
  const desk = openDesk(database);
  desk.setNow(at('2024-03-04 10:05'));
  const seen = observation(at('2024-03-04 10:00'), { channel: 'email' });
  await desk.pipeline.applyObservations('sn_customerservice_case', [seen], 'poll');
  const { id: ticketId } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
  const next = async () => (await findNextMessages(database.db, [ticketId])).get(ticketId)!;
  const message = await next();

  const claims = [1, 2, 3].map(() => claim(message, '2024-03-04 10:06'));
  expect((await Promise.all(claims)).sort()).toEqual([false, false, true]);
  expect(await next()).toMatchObject({
    state: 'in-flight',
    attempts: 1,
    handedAt: at('2024-03-04 10:06'),
  });
  await changeMessage(database.db, message.id, { state: 'pending' });
  expect(await claim(message, '2024-03-04 10:07')).toBe(false);
  const again = await next();
  expect(await claim(again, '2024-03-04 10:07')).toBe(true);
});
