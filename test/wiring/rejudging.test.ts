import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import type { LoadedPolicy } from '../../src/policy/load-policy.ts';
import { buildPolicies } from '../../src/policy/policy.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import {
  findUncheckedTickets,
  saveCheckedDetails,
  type UncheckedTicket,
} from '../../src/tickets/details-store.ts';
import { HOUR_MS } from '../../src/time/instant.ts';
import { systemTime } from '../../src/time/time-source.ts';
import { connectRejudging } from '../../src/wiring/rejudging.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2024-03-04 10:00');

/** The shipped policy with another target for the fix of tickets of the priority high. */
function withFixTarget(targetMs: number): LoadedPolicy {
  const file = structuredClone(shippedPolicy.file);
  file.policies[0]!.targets.high.fix.target = targetMs;
  return { ...shippedPolicy, file, policies: buildPolicies(file, shippedPolicy.calendars, []) };
}

describe.each(engines)('a start with changed rules, on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await makeCursorStore(database.db).saveFirstLoad('sn_customerservice_case', null, true);
  });
  afterAll(() => database.close());

  /** Starts with these rules, lets the open tickets be judged by them, and returns what the log says. */
  async function startWith(policy: LoadedPolicy): Promise<string[]> {
    const desk = openDesk(database, { policies: policy.policies });
    desk.setNow(opened + HOUR_MS);
    const lines: string[] = [];
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const info = (_: object, line: string): void => {
      lines.push(line);
      if (line.startsWith('every open ticket')) finish();
    };
    const logger = { info, error: info } as never;
    const job = await connectRejudging({
      database,
      pipeline: desk.pipeline,
      policy,
      logger,
      time: systemTime,
      now: () => opened + HOUR_MS,
    });
    job.start();
    if (lines.length > 0) await done;
    await job.stop();
    return lines;
  }

  async function storedFix(): Promise<unknown> {
    return database.db
      .selectFrom('clock')
      .select(['target_ms', 'due_at'])
      .where('kind', '=', 'fix')
      .executeTakeFirstOrThrow();
  }

  it('judges the open tickets by them, and says when it is done', async () => {
    const desk = openDesk(database);
    desk.setNow(opened);
    await desk.pipeline.applyObservations(
      'sn_customerservice_case',
      [observation(opened, { priority: 'high' })],
      'poll',
    );
    await startWith(shippedPolicy);

    const lines = await startWith(withFixTarget(2 * HOUR_MS));

    expect(lines).toEqual([
      'the rules have changed: open tickets are judged anew',
      'every open ticket is judged by the rules in force',
    ]);
    expect(await storedFix()).toEqual({ target_ms: 2 * HOUR_MS, due_at: new Date(opened + 2 * HOUR_MS) });
  });

  it('has the details of tickets gone through anew that were gone through before', async () => {
    const { db } = database;
    const [{ ticket }] = (await findUncheckedTickets(db, opened, 1)) as [UncheckedTicket];
    const checked = { ticket, attachments: null, report: { missing: [] }, lookAgainAt: null };
    await saveCheckedDetails(db, [checked], opened);
    expect(await findUncheckedTickets(db, opened + HOUR_MS, 1)).toEqual([]);
    await startWith(withFixTarget(3 * HOUR_MS));

    expect(await findUncheckedTickets(db, opened + HOUR_MS, 1)).toHaveLength(1);
  });

  it('has nothing to say when the next start finds the same rules', async () => {
    expect(await startWith(withFixTarget(3 * HOUR_MS))).toEqual([]);
  });
});
