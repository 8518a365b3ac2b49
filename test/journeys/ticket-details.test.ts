import { describe, expect, it } from 'vitest';
import { beginJourney, CASES, closeJourneysAfterEach, type Journey } from '../support/journey.ts';
import { hour, minute, shipped } from '../support/story.ts';
import { engines } from '../support/test-database.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);

/** The shipped rules, but customers are asked for what is missing. */
const asking = {
  ...shipped,
  file: { ...shipped.file, ticketDetails: { ...shipped.file.ticketDetails, requestMissing: true } },
};
const complete = [
  'Customer name: Boxeo',
  'Product: Poly VVX 450',
  'Date and time experienced: 03/03/2026, 09:50',
  'Has the service ever worked: yes',
  'Diagnoses completed: local LAN checked',
].join('\n');
const CALL_LOGS = 'Call logs with calling and called party number, date and time, test numbers';

interface Details {
  readonly score: number;
  readonly present: readonly string[];
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}
const details = async (journey: Journey, sysId: string): Promise<Details> =>
  ((await journey.ticket(sysId)) as unknown as { details: Details }).details;
const comments = (journey: Journey, sysId: string): string[] =>
  journey.simulator.instance
    .find('sys_journal_field')
    .filter((entry) => entry['element_id'] === sysId && entry['element'] === 'comments')
    .map((entry) => entry['value'] ?? '');
const attach = (journey: Journey, sysId: string): void =>
  void journey.simulator.instance.insert(
    'sys_attachment',
    { table_name: CASES, table_sys_id: sysId, file_name: 'calls.csv', content_type: 'text/csv' },
    { by: 'guest' },
  );

const attachmentRequests = (journey: Journey): number =>
  journey.simulator.requests.all().filter(({ table }) => table === 'sys_attachment').length;

/** Waits until it is known that nothing is attached. */
const checkedAgain = (journey: Journey, sysId: string): Promise<void> =>
  journey.until(async () => {
    const { missing, unknown } = await details(journey, sysId);
    return missing.includes(CALL_LOGS) && unknown.length === 0;
  });

/** Waits until one open ticket is counted that lacks a row. */
const counted = (journey: Journey, row: string): Promise<void> =>
  journey.until(async () => (await journey.metric(`slabridge_ticket_details_missing{row="${row}"}`)) === 1);

/** Goes to when customers may be asked, and lets whoever is to be asked be asked. */
const afterTheGrace = async (journey: Journey): Promise<void> => {
  await journey.goTo(tuesdayAt10 + 30 * minute);
  await journey.goTo(tuesdayAt10 + 32 * minute);
};

describe('a ticket that lacks details', () => {
  it('is shown with what is missing, listed and counted', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt10 });
    const sysId = journey.openCase({ description: complete, priority: '4' });
    await journey.sync();

    await journey.until(async () => (await details(journey, sysId)).unknown.length === 0);
    const { score, present, missing } = await details(journey, sysId);
    expect([score, present.length, missing]).toEqual([86, 6, [CALL_LOGS]]);
    await counted(journey, CALL_LOGS);
    const { total } = await journey.ask<{ total: number }>('/admin/tickets?details=missing');
    expect(total).toBe(1);
  });

  it.each(
    engines,
  )('is asked for them once, after a while, in a comment that the customer sees, on %s', async (engine) => {
    const journey = await beginJourney({ engine, startsAt: tuesdayAt10, policy: asking });
    const sysId = journey.openCase({ description: complete, priority: '4' });
    await journey.sync();
    await checkedAgain(journey, sysId);
    await journey.rest();
    expect(comments(journey, sysId)).toEqual([]);
    await afterTheGrace(journey);
    await journey.until(() => comments(journey, sysId).length > 0);
    await journey.rest();

    const [comment] = comments(journey, sysId);
    expect(comment).toContain(`- ${CALL_LOGS}\n[sla-bridge:`);
    expect(comment).not.toContain('Product');
    const delivered = await journey.outbox();
    expect(delivered.map(({ kind, state }) => [kind, state])).toEqual([['ticket-details', 'delivered']]);

    journey.updateCase(sysId, { description: 'Something else entirely', state: '10' });
    await journey.sync();
    await counted(journey, 'Product / CPE details');
    await journey.goTo(tuesdayAt10 + 40 * minute);
    expect((await details(journey, sysId)).missing.length).toBeGreaterThan(3);
    expect(comments(journey, sysId)).toHaveLength(1);
  });

  it('is not asked when it was there before the first sync, or is done by then', async () => {
    let existing = '';
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      policy: asking,
      before: (simulator) => {
        const values = {
          short_description: 'No dial tone',
          priority: '4',
          state: '1',
          contact_type: 'phone',
        };
        existing = simulator.instance.insert(CASES, values, { by: 'agent' })['sys_id']!;
      },
    });
    journey.time.leap(5000);
    const done = journey.openCase({ priority: '4' });
    await journey.sync();
    await checkedAgain(journey, existing);
    await checkedAgain(journey, done);
    journey.updateCase(done, { state: '6', resolved_at: '2026-03-03 10:00:05' });
    await journey.sync();
    await afterTheGrace(journey);

    expect(await journey.outbox()).toEqual([]);
  });

  it('is not asked where what was missing is attached before the comment is sent', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt10, policy: asking });
    const sysId = journey.openCase({ description: complete, priority: '4' });
    await journey.sync();
    await checkedAgain(journey, sysId);
    attach(journey, sysId);
    await afterTheGrace(journey);

    await journey.until(async () => (await details(journey, sysId)).score === 100);
    expect(await journey.outbox()).toEqual([]);
  });

  it('has an attachment noticed within the hour, and nobody is asked unless the policy says so', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt10 });
    const sysId = journey.openCase({ description: complete, priority: '4' });
    await journey.sync();
    await checkedAgain(journey, sysId);
    attach(journey, sysId);
    await journey.goTo(tuesdayAt10 + hour + minute);
    await journey.goTo(tuesdayAt10 + hour + 3 * minute);

    await journey.until(async () => (await details(journey, sysId)).score === 100);
    expect(await journey.outbox()).toEqual([]);
  });

  it('is unknown where the account may not read attachments, and not asked for', async () => {
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      policy: asking,
      before: (simulator) => simulator.settings.closedTables.push({ table: 'sys_attachment' }),
    });
    const sysId = journey.openCase({ description: complete, priority: '4' });
    await journey.sync();
    await journey.until(() => attachmentRequests(journey) > 0);
    await afterTheGrace(journey);

    expect(await details(journey, sysId)).toMatchObject({ score: 100, missing: [], unknown: [CALL_LOGS] });
    expect(await journey.outbox()).toEqual([]);
  });
});
