import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejudgeWhenRulesChanged } from '../../src/clocks/rules-store.ts';
import { fingerprintOf } from '../../src/policy/load-policy.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('rules that have changed since the last start, on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  it('have every open ticket judged anew, once', async () => {
    const { db } = database;
    const desk = openDesk(database);
    const opened = at('2024-03-04 10:00');
    desk.setNow(at('2024-03-04 10:05'));
    const closed = { sysId: 'f'.repeat(32), state: 'closed' as const, resolvedAt: opened, closedAt: opened };
    await desk.pipeline.applyObservations(
      'sn_customerservice_case',
      [observation(opened), observation(opened, closed)],
      'poll',
    );
    await rejudgeWhenRulesChanged(db, 'rules of the last start', at('2024-03-04 10:06'));
    const now = at('2024-03-04 10:07');

    expect(await rejudgeWhenRulesChanged(db, 'other rules', now)).toBe(1);
    expect(await rejudgeWhenRulesChanged(db, 'other rules', now)).toBe(0);
    const due = await db
      .selectFrom('ticket')
      .select('state')
      .where('next_judgement_at', '=', new Date(now))
      .execute();
    expect(due).toEqual([{ state: 'new' }]);
  });
});

it('the fingerprint of rules changes with any target', () => {
  const changed = structuredClone(shippedPolicy.file);
  changed.policies[0]!.targets.critical.fix.target += 1;

  expect(fingerprintOf({ ...shippedPolicy, file: changed })).not.toBe(fingerprintOf(shippedPolicy));
  expect(fingerprintOf({ ...shippedPolicy })).toBe(fingerprintOf(shippedPolicy));
});
