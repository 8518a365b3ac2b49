import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectExplain } from '../../src/wiring/explain.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { openTestDatabase } from '../support/test-database.ts';

let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase('pglite');
});

afterAll(() => database.close());

test('a stored ticket is explained with the steps that were really raised, and asking changes nothing', async () => {
  const desk = openDesk(database);
  const opened = at('2026-02-02 10:00');
  desk.setNow(at('2026-02-02 10:01'));
  await desk.pipeline.applyObservations('sn_customerservice_case', [observation(opened)], 'poll');
  desk.setNow(at('2026-02-02 10:30'));
  const { id } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
  await desk.pipeline.judgeAgain([id]);
  const { explain } = connectExplain({
    db: database.db,
    policy: shippedPolicy,
    mapping: shippedMapping,
    holdsBackExisting: true,
    now: () => at('2026-02-02 11:00'),
  });
  const before = await database.db.selectFrom('clock').selectAll().execute();

  const explained = await explain(id);

  expect(explained['clocks']).toMatchObject([{ kind: 'response', state: 'breached' }, {}, {}]);
  expect(explained['ladder']).toMatchObject({
    steps: [{ level: 1, at: '2026-02-02T10:30:00.000Z', dueAt: '2026-02-02T10:30:00.000Z' }],
    next: { level: 2, dueAt: '2026-02-02T14:30:00.000Z' },
  });
  expect(await database.db.selectFrom('clock').selectAll().execute()).toEqual(before);
});
