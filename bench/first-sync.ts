/**
 * How long the first sync takes, beside a bare loop that only downloads the same pages of the same fields:
 * node bench/first-sync.ts [--records 100000] [--rounds 3] [--engine pglite|postgres] [--profile FOLDER]
 * The instance runs in a process of its own. A round is one download and one first sync into an empty database.
 */
import { Agent } from 'node:http';
import { parseArgs } from 'node:util';
import axios from 'axios';
import { readConfigFile } from '../src/config/read-config-file.ts';
import { listFields } from '../src/servicenow/field-map.ts';
import { ServiceNowMapping } from '../src/servicenow/mapping.ts';
import { type Engine, engines, openDatabases } from './support/databases.ts';
import { startService } from './support/service.ts';
import { type SimulatedInstance, startInstance } from './support/simulated-instance.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    engine: { type: 'string' },
    profile: { type: 'string' },
  },
});
const TABLE = 'sn_customerservice_case';
const records = Number(values.records);
const mapping = readConfigFile(
  new URL('../config/servicenow.yaml', import.meta.url).pathname,
  ServiceNowMapping,
);
const { pageSize } = mapping.instance;
const fields = listFields(mapping.tables[TABLE]!);

const instance = await startInstance();
try {
  await instance.control('POST', '/generate', { table: TABLE, count: records });
  await download(instance);
  console.log(`${records.toLocaleString('en-GB')} cases, pages of ${pageSize}`);
  for (const engine of engines) {
    if (values.engine === undefined || values.engine === engine) await measure(engine);
  }
} finally {
  await instance.stop();
}

async function measure(engine: Engine): Promise<void> {
  const databases = await openDatabases(engine);
  const ratios: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const bareMs = await download(instance);
    const syncMs = await firstSync(instance, await databases.create());
    ratios.push(syncMs / bareMs);
    console.log(
      `${engine.padEnd(8)}  bare download ${seconds(bareMs)}, first sync ${seconds(syncMs)}: ${(syncMs / bareMs).toFixed(2)} times`,
    );
  }
  const median = ratios.sort((one, other) => one - other)[Math.floor(ratios.length / 2)]!;
  console.log(`${engine.padEnd(8)}  median ${median.toFixed(2)} times`);
  await databases.close();
}

/** Reads the table page after page and does nothing with it; milliseconds. */
async function download({ url, credentials }: SimulatedInstance): Promise<number> {
  const http = axios.create({ baseURL: url, auth: credentials, httpAgent: new Agent({ keepAlive: true }) });
  const beganAt = performance.now();
  let received = 0;
  for (let after = ''; ; ) {
    const query = after === '' ? 'ORDERBYsys_id' : `sys_id>${after}^ORDERBYsys_id`;
    const params = {
      sysparm_query: query,
      sysparm_fields: fields.join(','),
      sysparm_limit: pageSize,
      sysparm_display_value: 'false',
      sysparm_exclude_reference_link: 'true',
      sysparm_suppress_pagination_header: 'true',
    };
    const { data } = await http.get<{ result: { sys_id: string }[] }>(`/api/now/table/${TABLE}`, { params });
    received += data.result.length;
    if (data.result.length < pageSize) break;
    after = data.result.at(-1)!.sys_id;
  }
  if (received !== records) throw new Error(`${received} of ${records} records were downloaded.`);
  return performance.now() - beganAt;
}

/** From the first request that the instance sees to the moment at which the service says that it is done; milliseconds. */
async function firstSync(
  { environment, control }: SimulatedInstance,
  database: Readonly<Record<string, string>>,
): Promise<number> {
  await control('DELETE', '/requests');
  const profiling = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const service = await startService({ ...environment, ...database }, profiling);
  type Sync = { tables: { firstLoad: { isDone: boolean } }[] };
  for (;;) {
    const { tables } = await service.ask<Sync>('/admin/sync');
    if (tables[0]!.firstLoad.isDone) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const doneAt = Date.now();
  const { requests } = await control<{ requests: { at: number }[] }>('GET', `/requests?table=${TABLE}`);
  const beganAt = requests[0]!.at;
  await service.stop();
  return doneAt - beganAt;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
