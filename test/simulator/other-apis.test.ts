import { describe, expect, it } from 'vitest';
import { ask, CASES, insertCase, START, start, stoppedTime, tablePath } from './support.ts';

describe('the Aggregate API', () => {
  const stats = (parameters: Readonly<Record<string, string>>): string =>
    `/api/now/stats/${CASES}?${new URLSearchParams(parameters)}`;

  it('counts, as text', async () => {
    const simulator = await start();
    for (const priority of ['1', '2', '2']) insertCase(simulator, { priority });
    const { json } = await ask(simulator, stats({ sysparm_count: 'true', sysparm_query: 'priority=2' }));
    expect(json).toEqual({ result: { stats: { count: '2' } } });
  });

  it('computes averages, extremes and sums, grouped, and leaves out the groups that do not count', async () => {
    const simulator = await start();
    for (const [priority, reassignment_count] of [
      ['1', '4'],
      ['2', '1'],
      ['2', '2'],
    ] as const) {
      insertCase(simulator, { priority, reassignment_count });
    }
    const figures = {
      sysparm_count: 'true',
      sysparm_group_by: 'priority',
      sysparm_avg_fields: 'reassignment_count',
      sysparm_max_fields: 'reassignment_count',
      sysparm_sum_fields: 'reassignment_count',
    };
    const two = {
      stats: {
        count: '2',
        avg: { reassignment_count: '1.5000' },
        max: { reassignment_count: '2' },
        sum: { reassignment_count: '3' },
      },
      groupby_fields: [{ field: 'priority', value: '2' }],
    };
    const all = await ask(simulator, stats(figures));
    expect(all.at('result.length')).toBe(2);
    expect(all.at('result.1')).toEqual(two);
    const some = await ask(simulator, stats({ ...figures, sysparm_having: 'count^priority^>^1' }));
    expect(some.at('result')).toEqual([two]);
  });
});

describe('the Batch API', () => {
  it('answers each request on its own', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const body = {
      batch_request_id: '7',
      rest_requests: [
        { id: '1', method: 'GET', url: `${tablePath(`${CASES}/${sysId}`)}?sysparm_fields=number` },
        {
          id: '2',
          method: 'PATCH',
          url: `/api/now/table/${CASES}/${sysId}`,
          headers: [{ name: 'Content-Type', value: 'application/json' }],
          body: Buffer.from('{"state":"10"}').toString('base64'),
          exclude_response_headers: true,
        },
        { id: '3', method: 'GET', url: '/api/now/table/nonsense' },
      ],
    };
    const answer = await ask(simulator, '/api/now/v1/batch', { method: 'POST', body });
    expect(answer.json).toMatchObject({
      batch_request_id: '7',
      serviced_requests: [
        { id: '1', status_code: 200, status_text: 'OK' },
        { id: '2', status_code: 200, headers: [] },
        { id: '3', status_code: 400 },
      ],
      unserviced_requests: [],
    });
    const first = Buffer.from(String(answer.at('serviced_requests.0.body')), 'base64').toString();
    expect(JSON.parse(first)).toEqual({ result: { number: 'CS0001001' } });
    expect(simulator.instance.get(CASES, sysId)).toMatchObject({ state: '10', sys_updated_by: 'sla.bridge' });
  });
});

describe('the Attachment API', () => {
  it('takes a file, describes it, gives it back and deletes it', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const where = new URLSearchParams({ table_name: CASES, table_sys_id: sysId, file_name: 'log.txt' });
    const stored = await ask(simulator, `/api/now/attachment/file?${where}`, {
      method: 'POST',
      body: 'call log',
      headers: { 'content-type': 'text/plain' },
    });
    expect(stored.status).toBe(201);
    const id = stored.at('result.sys_id');
    const described = {
      file_name: 'log.txt',
      size_bytes: '8',
      table_sys_id: sysId,
      download_link: `${simulator.url}/api/now/attachment/${id}/file`,
    };
    expect(stored.at('result')).toMatchObject(described);
    const list = await ask(simulator, `/api/now/attachment?sysparm_query=table_sys_id=${sysId}`);
    expect(list.at('result')).toMatchObject([described]);
    const file = await ask(simulator, `/api/now/attachment/${id}/file`);
    expect([file.text, file.headers.get('content-type')]).toEqual(['call log', 'text/plain']);
    expect((await ask(simulator, `/api/now/attachment/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(simulator, `/api/now/attachment/${id}/file`)).status).toBe(404);
  });

  it('takes an upload form', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const form = new FormData();
    form.set('table_name', CASES);
    form.set('table_sys_id', sysId);
    form.set('uploadFile', new Blob(['\u0000\u0001\r\n--x'], { type: 'image/png' }), 'shot.png');
    const response = await fetch(`${simulator.url}/api/now/attachment/upload`, {
      method: 'POST',
      body: form,
      headers: { authorization: 'Basic c2xhLmJyaWRnZTpkZW1v' },
    });
    expect(response.status).toBe(201);
    const [row] = simulator.instance.find('sys_attachment', `table_sys_id=${sysId}`);
    expect(row).toMatchObject({ file_name: 'shot.png', content_type: 'image/png', size_bytes: '7' });
  });
});

describe('the Case API', () => {
  const BASE = '/api/sn_customerservice/case';

  it('creates, changes and reads cases by id or number, with plain references', async () => {
    const simulator = await start();
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    const created = await ask(simulator, BASE, {
      method: 'POST',
      body: { short_description: 'No tone', account },
    });
    expect(created.json).toEqual({ result: { sys_id: expect.any(String), number: 'CS0001001' } });
    await ask(simulator, `${BASE}/CS0001001`, { method: 'PUT', body: { comments: 'hello' } });
    const read = await ask(simulator, `${BASE}/${created.at('result.sys_id')}`);
    expect(read.at('result')).toMatchObject({ account, sys_mod_count: '1' });
    const activities = await ask(simulator, `${BASE}/CS0001001/activities`);
    expect(activities.at('result.entries')).toMatchObject([{ element: 'comments', value: 'hello' }]);
    expect((await ask(simulator, `${BASE}/CS0009999`)).status).toBe(404);
  });

  it('lists ten unless told otherwise, prefix or not', async () => {
    const simulator = await start();
    simulator.generate({ count: 12 });
    expect((await ask(simulator, BASE)).at('result.length')).toBe(10);
    expect((await ask(simulator, `${BASE}?limit=3`)).at('result.length')).toBe(3);
    expect((await ask(simulator, `${BASE}?sysparm_limit=12`)).at('result.length')).toBe(12);
  });

  it('is closed to users without its role', async () => {
    const simulator = await start();
    expect((await ask(simulator, BASE, { as: 'sla.reader' })).status).toBe(403);
  });
});

describe('the Import Set API', () => {
  it('puts rows into a staging table and from there where its transform map says', async () => {
    const simulator = await start();
    simulator.database.define({ name: 'u_case_import', fields: 'short_description priority u_source' });
    const map = { name: 'Cases', source_table: 'u_case_import', target_table: CASES };
    simulator.instance.insert('sys_transform_map', map);
    const records = [{ short_description: 'one', priority: '2' }, { short_description: 'two' }];
    const path = '/api/now/import/u_case_import/insertMultiple';
    const answer = await ask(simulator, path, { method: 'POST', body: { records } });
    expect(answer.json).toMatchObject({
      import_set: 'ISET0010001',
      staging_table: 'u_case_import',
      result: [
        { transform_map: 'Cases', table: CASES, status: 'inserted', display_value: 'CS0001001' },
        { status: 'inserted', display_value: 'CS0001002' },
      ],
    });
    expect(simulator.instance.find(CASES, 'priority=2')).toMatchObject([{ short_description: 'one' }]);
  });
});

describe('a read replica', () => {
  it('shows what was there a moment ago: old versions, no new records, deleted ones still', async () => {
    const time = stoppedTime();
    const simulator = await start({ time, settings: { categoryReplicaLagMs: 5000 } });
    const changed = insertCase(simulator, { state: '1' });
    const deleted = insertCase(simulator, { state: '1' });
    time.advance(10_000);
    simulator.instance.update(CASES, changed, { state: '10' });
    simulator.instance.delete(CASES, deleted);
    insertCase(simulator, { state: '18' });
    const states = async (parameters: Readonly<Record<string, string>>) => {
      const fields = { sysparm_fields: 'state', sysparm_query: 'ORDERBYnumber', ...parameters };
      return (await ask(simulator, tablePath(CASES, fields))).at('result');
    };
    expect(await states({})).toEqual([{ state: '10' }, { state: '18' }]);
    const lagging = { sysparm_query_category: 'reports' };
    expect(await states(lagging)).toEqual([{ state: '1' }, { state: '1' }]);
    time.advance(5000);
    expect(await states(lagging)).toEqual([{ state: '10' }, { state: '18' }]);
  });
});

describe('time zones', () => {
  it('are the caller’s in display values and in gs.dateGenerate', async () => {
    const simulator = await start({ time: stoppedTime() });
    insertCase(simulator);
    const shown = await ask(simulator, tablePath(CASES, { sysparm_display_value: 'true' }), {
      as: 'sla.berlin',
    });
    expect(shown.at('result.0.opened_at')).toBe('2026-03-02 11:00:00');
    const script = "opened_at>=javascript:gs.dateGenerate('2026-03-02','10:30:00')";
    const count = async (query: string, as: string) =>
      (await ask(simulator, tablePath(CASES, { sysparm_query: query }), { as })).at('result.length');
    expect(await count(script, 'sla.bridge')).toBe(0);
    expect(await count(script, 'sla.berlin')).toBe(1);
  });

  it('govern plain literals only where the instance is set so', async () => {
    const simulator = await start({ time: stoppedTime() });
    insertCase(simulator);
    const path = tablePath(CASES, { sysparm_query: 'opened_at>=2026-03-02 10:30:00' });
    expect((await ask(simulator, path, { as: 'sla.berlin' })).at('result.length')).toBe(0);
    simulator.settings.queryLiteralZone = 'session';
    expect((await ask(simulator, path, { as: 'sla.berlin' })).at('result.length')).toBe(1);
    expect((await ask(simulator, path)).at('result.length')).toBe(0);
  });
});

describe('rows that a query leaves equal', () => {
  it('come in another order each time where the instance is set so', async () => {
    const simulator = await start({ settings: { unstableTies: true } });
    simulator.generate({ count: 40, from: START, to: START });
    const read = async () =>
      (
        await ask(
          simulator,
          tablePath(CASES, { sysparm_query: 'ORDERBYsys_updated_on', sysparm_fields: 'sys_id' }),
        )
      ).text;
    expect(await read()).not.toBe(await read());
    simulator.settings.unstableTies = false;
    expect(await read()).toBe(await read());
  });
});

describe('compression', () => {
  it('is used where the instance is set so and the client accepts it', async () => {
    const simulator = await start({ settings: { gzip: true } });
    insertCase(simulator);
    const packed = await ask(simulator, `/api/now/table/${CASES}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.at('result.0.number')).toBe('CS0001001');
    const plain = await ask(simulator, `/api/now/table/${CASES}`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
  });
});
