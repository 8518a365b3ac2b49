/**
 * How long reports and what-if take with 100,000 tickets, and how long they keep everybody else waiting:
 * node bench/reports.ts [postgres://…]   Without an address it is the embedded engine, in memory.
 */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import { listBreaches } from '../src/admin/breach-list-store.ts';
import { countCompliance, countComplianceBy, countTickets } from '../src/admin/compliance-store.ts';
import { readConfigFile } from '../src/config/read-config-file.ts';
import { loadPolicy } from '../src/policy/load-policy.ts';
import { ServiceNowMapping } from '../src/servicenow/mapping.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { connectExplain } from '../src/wiring/explain.ts';
import { connectWhatIf } from '../src/wiring/what-if.ts';
import { mirrorHistories, toMirrored } from '../test/support/mirror-histories.ts';
import { madeUpHistories } from './made-up-histories.ts';

const TICKETS = Number(process.env['TICKETS'] ?? 100_000);
const now = Date.UTC(2026, 8, 1);

const url = process.argv[2];
const database = await openDatabase(
  url === undefined ? { kind: 'pglite', dataDir: null } : { kind: 'postgres', url },
);
const { db } = database;
await migrate(db);
const accounts = Array.from({ length: 300 }, (_, index) => `Customer ${index}`);
const histories = madeUpHistories(TICKETS).map((line, index) =>
  toMirrored(JSON.parse(line), { account: accounts[index % 300]!, serviceLine: 'UCC' }),
);
for (let start = 0; start < TICKETS; start += 500)
  await mirrorHistories(database, histories.slice(start, start + 500), now, { keepsOthers: true });
// The service has it done by itself (src/store/upkeep.ts).
await sql`vacuum analyze`.execute(db);
const policy = loadPolicy('config/policy.yaml', 'config/calendars.yaml');
const mapping = readConfigFile('config/servicenow.yaml', ServiceNowMapping);
const { tellBreaches } = connectExplain({ db, policy, mapping, holdsBackExisting: true, now: () => now });
const compareWith = connectWhatIf({ db, policy, now: () => now });

const all = { from: Date.UTC(2025, 0), to: Date.UTC(2027, 0) };
const month = { from: Date.UTC(2026, 1), to: Date.UTC(2026, 2) };
console.log(`${TICKETS.toLocaleString('en-GB')} tickets on ${database.engine}`);
await measure('compliance of a month', () => countCompliance(db, month));
await measure('compliance of all tickets', () => countCompliance(db, all));
await measure('compliance by month and account', () =>
  countComplianceBy(db, all, ['month', 'account'], 10_001),
);
await measure('tickets opened and breached', () => countTickets(db, all));
await measure('a page of 50 breaches, explained', () => explainPages(50, 1));
await measure('1,000 breaches, explained', () => explainPages(100, 10));
await measure('what if: all tickets under two policies', async () => {
  const text = readFileSync('config/policy.yaml', 'utf8').replace('target: 10 h', 'target: 8 h');
  await compareWith({ policy: text, from: null, to: null, signal: new AbortController().signal });
});
await database.close();

async function explainPages(limit: number, pages: number): Promise<void> {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const { breaches, nextCursor } = await listBreaches(db, { ...all, limit, cursor });
    await tellBreaches([...new Set(breaches.map(({ ticketId }) => ticketId))]);
    cursor = nextCursor ?? undefined;
  }
}

async function measure(what: string, run: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await turns();
  const beganAt = performance.now();
  await run();
  const tookMs = performance.now() - beganAt;
  await turns();
  delay.disable();
  const longest = (delay.max / 1e6).toFixed(0);
  console.log(
    `${tookMs.toFixed(0).padStart(7)} ms, nobody waits longer than ${longest.padStart(4)} ms: ${what}`,
  );
}

/** A delay is noticed between two turns of the event loop. */
function turns(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
