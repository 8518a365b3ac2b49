/**
 * How long `GET /admin/tickets` asks the database with 100,000 tickets: node bench/ticket-list.ts [postgres://…]
 * Without an address it is the embedded engine, in memory.
 */
import { sql } from 'kysely';
import { TicketListQuery } from '../src/admin/ticket-list-query.ts';
import { listTickets } from '../src/admin/ticket-list-store.ts';
import { type Db, openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';

const TICKETS = 100_000;
const ROUNDS = 40;

const url = process.argv[2];
const database = await openDatabase(
  url === undefined ? { kind: 'pglite', dataDir: null } : { kind: 'postgres', url },
);
await migrate(database.db);
await fill(database.db);
console.log(`${TICKETS.toLocaleString('en-GB')} tickets on ${database.engine}, ${ROUNDS} rounds each`);
for (const asked of [
  {},
  { sort: 'dueAt' },
  { sort: 'dueAt', state: 'new,open' },
  { sort: 'dueAt', clock: 'fix' },
  { sort: '-updatedAt' },
  { sort: 'priority' },
  { sort: 'number' },
  { clockState: 'breached' },
  { q: 'dial tone' },
  { q: 'CS0042' },
  { q: 'nowhere to be found' },
  { q: 'boxeo 7', sort: 'dueAt' },
]) {
  const query = TicketListQuery.parse(asked);
  const tookMs: number[] = [];
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const beganAt = performance.now();
    ({ total } = await listTickets(database.db, query));
    tookMs.push(performance.now() - beganAt);
  }
  tookMs.sort((one, other) => one - other);
  const at = (share: number): string => `${tookMs[Math.floor(share * ROUNDS)]!.toFixed(0).padStart(4)} ms`;
  console.log(`p50 ${at(0.5)}  p95 ${at(0.95)}  ${JSON.stringify(asked)} (${total} match)`);
}
await database.close();

/** A fifth of the tickets is open; the others were closed over the years. */
async function fill(db: Db): Promise<void> {
  await sql`
    insert into ticket (table_name, sys_id, number, state, priority, channel, is_channel_known, tier, account, covered,
      short_description, opened_at, sys_mod_count, sys_updated_at, content_hash, details, problems, first_seen_at)
    select 'sn_customerservice_case', md5(n::text), 'CS' || lpad(n::text, 7, '0'),
      (array['new', 'open', 'waiting', 'resolved', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'])[1 + n % 10],
      (array['critical', 'high', 'normal', 'low'])[1 + n % 4], 'email', true, 1 + n % 3,
      'Boxeo ' || n % 300, true,
      (array['No dial tone on all lines', 'One way audio to Leeds', 'Presence does not work', 'Phones do not boot'])[1 + n % 4]
        || ' since the night of the ' || n % 28 || 'th, seen by several users',
      now() - n * interval '13 minutes', 3, now() - n * interval '7 minutes', md5((n + 1)::text),
      '{"account": "0123456789abcdef0123456789abcdef", "short_description": "No dial tone"}', '[]', now()
    from generate_series(1, ${TICKETS}::int) as n`.execute(db);
  await sql`
    insert into clock (ticket_id, kind, state, priority, started_at, due_at, superseded, paused, elapsed_ms, target_ms,
      warned_percent, judged_at)
    select id, kind,
      case when ticket.state in ('new', 'open') then (array['running', 'breached'])[1 + id % 2]
        when ticket.state = 'waiting' then 'paused' else 'met' end,
      priority, opened_at, opened_at + interval '5 hours', '[]', false, 1000, 18000000, 0, now()
    from ticket, unnest(array['response', 'troubleshoot', 'fix']) as kind`.execute(db);
  await sql`
    update ticket set next_due_at = (
      select min(due_at) from clock where ticket_id = ticket.id and clock.state in ('running', 'breached')
    ) where state in ('new', 'open')`.execute(db);
  await sql`vacuum analyze`.execute(db);
}
