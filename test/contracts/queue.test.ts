import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openQueue, type Queue } from '../../src/store/queue.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('the queue on %s', (engine) => {
  let database: OpenDatabase;
  let queue: Queue;
  const errors: Error[] = [];
  beforeEach(async () => {
    database = await openTestDatabase(engine);
    queue = await openQueue(database, {
      name: 'write-back',
      retryDelaySeconds: 1,
      longestRetryDelaySeconds: 1,
      onError: (error) => errors.push(error),
    });
  });
  afterEach(async () => {
    await queue.stop(1000);
    await database.close();
    expect(errors).toEqual([]);
  });

  const put = (...jobs: { key: string; data: object }[]) =>
    database.db.transaction().execute((tx) => queue.put(tx, jobs));

  /** Collects `count` jobs, with what `work` does to each. */
  function collect(count: number, work: (id: string) => Promise<void> = async () => {}): Promise<string[]> {
    const seen: string[] = [];
    return new Promise((resolve) => {
      void queue.work(4, async (data) => {
        const { id } = data as { id: string };
        seen.push(id);
        if (seen.length === count) resolve(seen);
        await work(id);
      });
    });
  }

  it('works on one job of a record at a time, and does not let records wait for each other', async () => {
    let letFirstGo = (): void => {};
    const firstMayGo = new Promise<void>((resolve) => {
      letFirstGo = resolve;
    });
    await put(
      { key: 'a', data: { id: 'a1' } },
      { key: 'a', data: { id: 'a2' } },
      { key: 'b', data: { id: 'b1' } },
    );

    let underWay = 0;
    const seen = await collect(3, async (id) => {
      if (id === 'b1') return letFirstGo();
      underWay += 1;
      expect(underWay).toBe(1);
      await firstMayGo;
      underWay -= 1;
    });

    expect(seen.indexOf('b1')).toBeLessThan(2);
  });

  it('forgets a job whose transaction was rolled back', async () => {
    const rolledBack = database.db.transaction().execute(async (tx) => {
      await queue.put(tx, [{ key: 'a', data: { id: 'never' } }]);
      throw new Error('roll back');
    });
    await expect(rolledBack).rejects.toThrow('roll back');
    await put({ key: 'a', data: { id: 'kept' } });

    expect(await collect(1)).toEqual(['kept']);
  });

  it('tries a failed job again before the next one of its record', async () => {
    let failures = 0;
    await put({ key: 'a', data: { id: 'a1' } }, { key: 'a', data: { id: 'a2' } });

    const [first, second, third] = await collect(3, async () => {
      if (failures++ === 0) throw new Error('once');
    });

    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each([
    ['for longer than five seconds', 6, 'retry'],
    ['for a moment', 3, 'active'],
  ])('whose process gave no sign of life %s has its job given back, or not', async (_how, seconds, state) => {
    await put({ key: 'a', data: { id: 'a1' } });
    await sql`update pgboss.job set state = 'active', started_on = now(),
      heartbeat_on = now() - ${sql.lit(`${seconds} seconds`)}::interval`.execute(database.db);
    await queue.takeOver();
    const { rows } = await sql<{ state: string }>`select state from pgboss.job`.execute(database.db);
    expect(rows).toEqual([{ state }]);
  });
});
