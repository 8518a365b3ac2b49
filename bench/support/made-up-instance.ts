/**
 * A table of any length, made up page by page as it is asked for: only what walking through cases needs, in no memory.
 * node bench/support/made-up-instance.ts RECORDS
 */
import { createServer } from 'node:http';
import { formatWireDate } from '../../src/servicenow/wire-date.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/time/instant.ts';

const records = Number(process.argv[2]);
const openedSince = Date.now() - 30 * 24 * HOUR_MS;
const states = ['1', '10', '10', '18', '6', '3', '3', '3'];

/** sys_ids rise evenly through their whole range, so that the share that was read can be told from the last one. */
function sysIdOf(index: number): string {
  const first = Math.floor((index * 2 ** 32) / records);
  return first.toString(16).padStart(8, '0') + index.toString(16).padStart(24, '0');
}

function recordOf(index: number): Record<string, string> {
  const openedAt = openedSince + (index % 40_000) * MINUTE_MS;
  const state = states[index % states.length]!;
  return {
    sys_id: sysIdOf(index),
    sys_updated_on: formatWireDate(Math.min(openedAt + HOUR_MS, Date.now() - HOUR_MS)),
    sys_mod_count: '1',
    sys_updated_by: 'agent',
    sys_created_on: formatWireDate(openedAt),
    number: `CS${String(index).padStart(7, '0')}`,
    state,
    priority: String(1 + (index % 4)),
    opened_at: formatWireDate(openedAt),
    contact_type: 'web',
    short_description: `Made-up record ${index}`,
    description: 'Fault description: made up to fill the table',
    assignment_group: '',
    resolved_at: '',
    closed_at: '',
  };
}

/** The record behind a sys_id, by its index; a query without one begins at the beginning. */
function startOf(query: string): number {
  const [, after] = /sys_id>([0-9a-f]{32})/.exec(query) ?? [];
  return after === undefined ? 0 : Number.parseInt(after.slice(8), 16) + 1;
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url!, 'http://instance');
  const query = searchParams.get('sysparm_query') ?? '';
  const isWalk = pathname.endsWith('/sn_customerservice_case') && !query.includes('sys_updated_on');
  const limit = Number(searchParams.get('sysparm_limit'));
  const start = isWalk ? startOf(query) : records;
  const end = Math.min(records, start + limit);
  const result = Array.from({ length: end - start }, (_, offset) => recordOf(start + offset));
  const headers = { 'content-type': 'application/json', 'x-total-count': String(records - start) };
  response.writeHead(200, headers).end(JSON.stringify({ result }));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`instance at http://127.0.0.1:${address?.port}`);
});
process.once('SIGTERM', () => process.exit(0));
