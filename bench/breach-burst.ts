/**
 * How long after a breach ServiceNow has the PATCH, when many tickets breach at the same instant among many open ones:
 * node bench/breach-burst.ts [--open 100000] [--burst 1000] [--rounds 1] [--engine pglite|postgres] [--profile FOLDER]
 * The instance runs in a process of its own, without limits on requests. Beside it, in the same run: a bare loop that
 * sends as many PATCHes, as many at once as the service may, and does nothing else.
 */
import { Agent } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import axios from 'axios';
import { readConfigFile } from '../src/config/read-config-file.ts';
import { ServiceNowMapping } from '../src/servicenow/mapping.ts';
import { formatWireDate } from '../src/servicenow/wire-date.ts';
import { MINUTE_MS, SECOND_MS } from '../src/time/instant.ts';
import { type Engine, engines, openDatabases } from './support/databases.ts';
import { type Service, startService } from './support/service.ts';
import { type SimulatedInstance, startInstance } from './support/simulated-instance.ts';

const { values } = parseArgs({
  options: {
    open: { type: 'string', default: '100000' },
    burst: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '1' },
    engine: { type: 'string' },
    profile: { type: 'string' },
  },
});
const TABLE = 'sn_customerservice_case';
const burst = Number(values.burst);
const mapping = readConfigFile(
  path.resolve(import.meta.dirname, '../config/servicenow.yaml'),
  ServiceNowMapping,
);
const { concurrency } = mapping.instance;
/** From the insertion of the tickets to their breach: they have to be mirrored by then. */
const NOTICE_MS = 15 * SECOND_MS;

for (const engine of engines) {
  if (values.engine === undefined || values.engine === engine) await measure(engine);
}

async function measure(engine: Engine): Promise<void> {
  const databases = await openDatabases(engine);
  const instance = await startInstance();
  await instance.control('POST', '/generate', {
    table: TABLE,
    count: Number(values.open),
    from: Date.now() - 10 * MINUTE_MS,
    values: { state: '10', priority: '3', active: 'true' },
  });
  const profiling = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const settings = {
    WRITE_BACK: 'on',
    STORM_LIMIT: '1000000',
    POLL_INTERVAL_SECONDS: '2',
    LOG_LEVEL: 'warn',
  };
  const service = await startService(
    { ...instance.environment, ...(await databases.create()), ...settings, LOG_LEVEL: 'info' },
    profiling,
  );
  try {
    await untilLoaded(service);
    for (let round = 0; round < Number(values.rounds); round++) {
      report(`${engine}, bare PATCHes`, await sendBare(instance, await insertTickets(instance, 'bare', 0)));
      const breachAt = Math.ceil((Date.now() + NOTICE_MS) / SECOND_MS) * SECOND_MS;
      await insertTickets(instance, `burst ${round}`, breachAt);
      report(`${engine}, from breach to PATCH`, await awaitPatches(instance, breachAt));
    }
  } finally {
    await service.stop();
    await instance.stop();
    await databases.close();
  }
}

async function untilLoaded(service: Service): Promise<void> {
  type Sync = { tables: { firstLoad: { isDone: boolean } }[] };
  for (;;) {
    const { tables } = await service.ask<Sync>('/admin/sync');
    if (tables[0]!.firstLoad.isDone) return;
    await pause(500);
  }
}

/** New critical tickets, whose response target of half an hour is used up at `breachAt`; closed ones for 0. */
async function insertTickets(
  { control }: SimulatedInstance,
  text: string,
  breachAt: number,
): Promise<string[]> {
  const isOpen = breachAt > 0;
  const openedAt = isOpen ? breachAt - 30 * MINUTE_MS : Date.now();
  const state = isOpen ? { state: '1', active: 'true' } : { state: '3', active: 'false' };
  const short_description = `Bench: ${text}`;
  const fixed = {
    ...state,
    short_description,
    priority: '1',
    contact_type: 'phone',
    opened_at: formatWireDate(openedAt),
  };
  await control('POST', '/generate', { table: TABLE, count: burst, from: Date.now(), values: fixed });
  const query = encodeURIComponent(`short_description=${short_description}`);
  const { records } = await control<{ records: { sys_id: string }[] }>(
    'GET',
    `/records/${TABLE}?query=${query}`,
  );
  return records.map((one) => one.sys_id);
}

/** Milliseconds from the beginning to the arrival of each PATCH. */
async function sendBare(
  { url, credentials, control }: SimulatedInstance,
  sysIds: string[],
): Promise<number[]> {
  await control('DELETE', '/requests');
  const httpAgent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const http = axios.create({ baseURL: url, auth: credentials, httpAgent });
  const beganAt = Date.now();
  const left = [...sysIds];
  const send = async (): Promise<void> => {
    for (let sysId = left.pop(); sysId !== undefined; sysId = left.pop())
      await http.patch(`/api/now/table/${TABLE}/${sysId}`, { work_notes: 'Bare', escalation: '1' });
  };
  await Promise.all(Array.from({ length: concurrency }, send));
  return (await patches(control)).map(({ at }) => at - beganAt);
}

interface Patch {
  readonly at: number;
  readonly sysId: string;
}

async function patches(control: SimulatedInstance['control']): Promise<Patch[]> {
  return (await control<{ requests: Patch[] }>('GET', '/requests?method=PATCH')).requests;
}

/** Milliseconds from the breach to the arrival of each PATCH. */
async function awaitPatches({ control }: SimulatedInstance, breachAt: number): Promise<number[]> {
  await control('DELETE', '/requests');
  await pause(breachAt - Date.now());
  for (const giveUpAt = Date.now() + 5 * MINUTE_MS; Date.now() < giveUpAt; ) {
    await pause(1000);
    const sent = await patches(control);
    if (sent.length < burst) continue;
    const tickets = new Set(sent.map(({ sysId }) => sysId)).size;
    if (tickets !== burst || sent.length !== burst)
      throw new Error(`${sent.length} PATCHes for ${tickets} of ${burst} tickets.`);
    return sent.map(({ at }) => at - breachAt);
  }
  throw new Error(`Only ${(await patches(control)).length} of ${burst} tickets were written back.`);
}

function report(what: string, delaysMs: number[]): void {
  const sorted = delaysMs.toSorted((one, other) => one - other);
  const at = (share: number): string => `${sorted[Math.ceil(share * sorted.length) - 1]} ms`;
  console.log(`${what.padEnd(30)} first ${sorted[0]} ms, p50 ${at(0.5)}, p99 ${at(0.99)}, last ${at(1)}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
