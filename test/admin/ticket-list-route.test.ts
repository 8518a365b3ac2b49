import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Observation } from '../../src/servicenow/observation.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { saveCheckedDetails } from '../../src/tickets/details-store.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

type Admin = Awaited<ReturnType<typeof makeAdmin>>;

/** Ticket `index` was opened that many minutes after ten. */
function ticket(index: number, given: Partial<Observation> = {}): Observation {
  const openedAt = at('2024-03-04 10:00') + index * 60_000;
  const sysId = index.toString(16).padStart(32, '0');
  return observation(openedAt, { sysId, number: `CS000${1000 + index}`, ...given });
}

describe.each(engines)('GET /admin/tickets on %s', (engine) => {
  let database: OpenDatabase;
  let admin: Admin;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(at('2024-03-04 10:45'));
    await desk.pipeline.applyObservations(
      TABLE,
      [
        ticket(0, { shortDescription: 'Line 100% down_now' }),
        ticket(1, { priority: 'high', state: 'open', account: 'a1', accountName: 'Acmé' }),
        ticket(2, { priority: 'normal', tier: 2, channel: 'email' }),
        ticket(3, { priority: 'low', state: 'resolved' }),
        ticket(4, { state: null, problems: [{ field: 'state', value: '99', code: 'unknown-choice' }] }),
        ticket(40, { priority: 'low' }),
      ],
      'poll',
    );
    await desk.pipeline.applyDeletion(TABLE, ticket(40).sysId, 'poll');
    await saveMissing({ 0: ['Product'], 1: [] });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    admin = await makeAdmin(database);
  });

  /** What the checklist found, by the index of the ticket. */
  const saveMissing = async (found: Readonly<Record<number, string[]>>): Promise<void> => {
    const tickets = await database.db.selectFrom('ticket').select(['id', 'number', 'content_hash']).execute();
    const checked = tickets.flatMap(({ id, number, content_hash: contentHash }) => {
      const missing = found[Number(number.slice(-4)) - 1000];
      if (missing === undefined) return [];
      return [{ ticket: { id, contentHash }, report: { missing }, attachments: null, lookAgainAt: null }];
    });
    await saveCheckedDetails(database.db, checked, at('2024-03-04 10:45'));
  };
  const numbers = async (query: string): Promise<string[]> => {
    const response = await admin.get(`/tickets${query}`);
    expect(response.statusCode).toBe(200);
    return response.json().items.map((item: { number: string }) => item.number.slice(-1));
  };

  it('shows clocks in their order, whichever was written last', async () => {
    await database.db
      .updateTable('clock')
      .set({ warned_percent: 50 })
      .where('kind', '=', 'response')
      .execute();
    const { items } = (await admin.get('/tickets')).json();
    const kinds = items.map(({ clocks }: { clocks: { kind: string }[] }) => clocks.map(({ kind }) => kind));

    expect(new Set(kinds.map(String))).toEqual(new Set(['response,troubleshoot,fix']));
  });

  it('shows a ticket with its clocks, instants in UTC', async () => {
    const { items } = (await admin.get('/tickets?q=CS0001001')).json();

    expect(items).toEqual([
      {
        number: 'CS0001001',
        sysId: '00000000000000000000000000000001',
        table: TABLE,
        state: 'open',
        priority: 'high',
        channel: 'phone',
        tier: 1,
        account: 'Acmé',
        serviceLine: null,
        shortDescription: 'No dial tone',
        assignmentGroup: null,
        covered: true,
        openedAt: '2024-03-04T10:01:00.000Z',
        respondedAt: '2024-03-04T10:01:00.000Z',
        diagnosedAt: null,
        resolvedAt: null,
        closedAt: null,
        sysModCount: 0,
        sysUpdatedOn: '2024-03-04T10:01:00.000Z',
        problems: [],
        deletedAt: null,
        clocks: expect.arrayContaining([
          {
            kind: 'fix',
            state: 'running',
            dueAt: '2024-03-04T20:01:00.000Z',
            breachedAt: null,
            paused: false,
            targetMs: 36_000_000,
          },
        ]),
      },
    ]);
  });

  it('leaves deleted tickets out and says how many match, on all pages together', async () => {
    const page = (await admin.get('/tickets?limit=2')).json();

    expect(page.total).toBe(5);
    expect(page.items).toHaveLength(2);
  });

  it.each([
    ['?sort=openedAt', '01234'],
    ['', '43210'],
    ['?sort=number&state=new', '02'],
    ['?sort=number&state=new,resolved', '023'],
    ['?sort=number&priority=critical', '04'],
    ['?sort=number&tier=2,3', '2'],
    ['?sort=number&account=Acm%C3%A9', '1'],
    ['?sort=number&table=incident', ''],
    ['?sort=number&q=100%25', '0'],
    ['?sort=number&q=down_', '0'],
    ['?sort=number&q=o_', ''],
    ['?sort=number&q=ACM%C3%89', '1'],
    ['?sort=number&clockState=breached', '0'],
    ['?sort=number&clock=fix&clockState=breached', ''],
    ['?sort=number&clock=fix&clockState=met,missed', '3'],
    ['?sort=number&details=missing', '0'],
    ['?sort=number&details=complete', '1'],
    ['?sort=-priority', '32140'],
    ['?sort=dueAt', '01243'],
    ['?sort=dueAt&clock=fix', '04123'],
  ])('answers %s with the tickets %s', async (query, expected) => {
    expect((await numbers(query)).join('')).toBe(expected);
  });

  it.each([
    'openedAt',
    '-openedAt',
    'dueAt',
    '-dueAt',
    'updatedAt',
    'priority',
    '-priority',
    'number',
  ])('goes through every ticket once, page by page, by %s', async (sort) => {
    const whole = await numbers(`?sort=${sort}`);
    const collected: string[] = [];
    let cursor: string | null = null;
    do {
      const url: string = `/tickets?sort=${sort}&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const page = (await admin.get(url)).json();
      collected.push(...page.items.map((item: { number: string }) => item.number.slice(-1)));
      cursor = page.nextCursor;
    } while (cursor !== null);

    expect(collected).toEqual(whole);
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=x',
    'state=opn',
    'tier=5',
    'sort=dropped',
    'sort=ticket.id;--',
    'clockState=late',
    'details=some',
    'q=',
    'cursor=bm9uc2Vuc2U',
    'cursor=%00',
    'states=new',
    'state=new&state=open',
  ])('refuses %s and says which parameter is wrong', async (query) => {
    const response = await admin.get(`/tickets?${query}`);

    expect([response.statusCode, response.json().code]).toEqual([400, 'query-invalid']);
    expect(response.json().faults[0].path).toBe(query.split('=')[0]);
  });

  it.each([
    ['-openedAt', '["-openedAt","2024-03-04",1]'],
    ['-openedAt', '["-openedAt",1e300,1]'],
    ['-openedAt', '["-openedAt",-1,1]'],
    ['-openedAt', '["-openedAt",1,1e10]'],
    ['number', '["number","a\\u0000b",1]'],
    ['priority', '["priority",1.5,1]'],
    ['number', '{"0":"number","1":"CS","2":1}'],
  ])('refuses a made-up cursor for %s: %s', async (sort, text) => {
    const cursor = Buffer.from(text).toString('base64url');

    const response = await admin.get(`/tickets?sort=${sort}&cursor=${cursor}`);

    expect([response.statusCode, response.json().code]).toEqual([400, 'query-invalid']);
  });

  it('refuses the cursor of another order', async () => {
    const { nextCursor } = (await admin.get('/tickets?sort=number&limit=1')).json();

    expect((await admin.get(`/tickets?sort=openedAt&cursor=${nextCursor}`)).json().code).toBe(
      'query-invalid',
    );
  });

  it.each([
    "'; drop table ticket; --",
    '%',
    '\\',
    '"',
    'javascript:alert(1)',
    'x'.repeat(100),
  ])('takes %j as a text to look for and nothing else', async (text) => {
    expect(await numbers(`?q=${encodeURIComponent(text)}`)).toEqual(text === '%' ? ['0'] : []);
  });
});
