import { describe, expect, it } from 'vitest';
import { ask, CASES, insertCase, START, start, stoppedTime, tablePath } from './support.ts';

describe('reading a table', () => {
  it('writes every value as a string, empty ones included, and references as link and value', async () => {
    const simulator = await start({ time: stoppedTime() });
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    const sysId = insertCase(simulator, { account, priority: '1' });
    const { status, at } = await ask(simulator, `/api/now/table/${CASES}/${sysId}`);
    expect(status).toBe(200);
    expect(at('result')).toMatchObject({
      number: 'CS0001001',
      priority: '1',
      active: 'true',
      sys_mod_count: '0',
      opened_at: '2026-03-02 10:00:00',
      resolved_at: '',
      contact: '',
      work_notes: '',
      account: { link: `${simulator.url}/api/now/table/customer_account/${account}`, value: account },
    });
  });

  it('shows labels, or both labels and values, or plain references, as the client wishes', async () => {
    const simulator = await start({ time: stoppedTime() });
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    const sysId = insertCase(simulator, { account, priority: '3', state: '18' });
    const link = `${simulator.url}/api/now/table/customer_account/${account}`;
    const read = async (parameters: Readonly<Record<string, string>>) => {
      const fields = { sysparm_fields: 'state,priority,account,account.name,contact' };
      return (await ask(simulator, tablePath(`${CASES}/${sysId}`, { ...fields, ...parameters }))).at(
        'result',
      );
    };
    expect(await read({ sysparm_display_value: 'true' })).toEqual({
      state: 'Awaiting Info',
      priority: '3 - Moderate',
      account: { display_value: 'Boxeo', link },
      'account.name': 'Boxeo',
      contact: '',
    });
    expect(await read({ sysparm_display_value: 'all' })).toEqual({
      state: { display_value: 'Awaiting Info', value: '18' },
      priority: { display_value: '3 - Moderate', value: '3' },
      account: { display_value: 'Boxeo', value: account, link },
      'account.name': { display_value: 'Boxeo', value: 'Boxeo' },
      contact: { display_value: '', value: '' },
    });
    expect(await read({ sysparm_exclude_reference_link: 'true' })).toMatchObject({ account });
    const labels = { sysparm_exclude_reference_link: 'true', sysparm_display_value: 'true' };
    expect(await read(labels)).toMatchObject({ account: 'Boxeo' });
  });

  it('has no label for an empty choice, and a word for an empty due date, where values come beside', async () => {
    const simulator = await start();
    insertCase(simulator);
    const parameters = { sysparm_display_value: 'all', sysparm_fields: 'resolution_code,due_date,closed_at' };
    expect((await ask(simulator, tablePath(CASES, parameters))).at('result.0')).toEqual({
      resolution_code: { display_value: null, value: '' },
      due_date: { display_value: 'UNKNOWN', value: '' },
      closed_at: { display_value: '', value: '' },
    });
  });

  it('ignores fields that the table does not have', async () => {
    const simulator = await start();
    insertCase(simulator);
    const answer = await ask(
      simulator,
      tablePath(CASES, { sysparm_fields: 'number,nonsense,account.nonsense' }),
    );
    expect(answer.json).toEqual({ result: [{ number: 'CS0001001' }] });
  });

  it('drops a condition on a field that the table does not have, unless the instance is set otherwise', async () => {
    const simulator = await start();
    insertCase(simulator);
    insertCase(simulator);
    const path = tablePath(CASES, { sysparm_query: 'nonsense=1^state=1' });
    expect((await ask(simulator, path)).at('result.length')).toBe(2);
    simulator.settings.invalidQueryReturnsNoRows = true;
    expect((await ask(simulator, path)).at('result.length')).toBe(0);
  });

  it('takes plain parameters as conditions, also by their labels', async () => {
    const simulator = await start();
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    insertCase(simulator, { state: '18', account });
    insertCase(simulator, { state: '1' });
    const total = async (parameters: Readonly<Record<string, string>>) =>
      (await ask(simulator, tablePath(CASES, parameters))).headers.get('x-total-count');
    expect(await total({ state: '18' })).toBe('1');
    expect(await total({ state: 'Awaiting Info' })).toBe('1');
    expect(await total({ account: 'Boxeo', active: 'true' })).toBe('1');
    expect(await total({ state: '18', sysparm_query: 'state=1' })).toBe('1');
    expect(await total({})).toBe('2');
  });

  it('answers an empty list with 200, and with 404 where version 1 is asked', async () => {
    const simulator = await start();
    expect(await ask(simulator, '/api/now/table/incident')).toMatchObject({
      status: 200,
      json: { result: [] },
    });
    expect(await ask(simulator, '/api/now/v2/table/incident')).toMatchObject({
      status: 200,
      json: { result: [] },
    });
    expect(await ask(simulator, '/api/now/v1/table/incident')).toMatchObject({ status: 404 });
  });

  it('finds the records of the child tables in their parent', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    simulator.instance.insert('incident', { short_description: 'Laptop' });
    const path = tablePath('task', {
      sysparm_query: 'ORDERBYnumber',
      sysparm_fields: 'number,sys_class_name',
    });
    expect((await ask(simulator, path)).json).toEqual({
      result: [
        { number: 'CS0001001', sys_class_name: CASES },
        { number: 'INC0010001', sys_class_name: 'incident' },
      ],
    });
    expect((await ask(simulator, `/api/now/table/task/${sysId}`)).at('result.number')).toBe('CS0001001');
  });
});

describe('the headers of an answer', () => {
  it('are those of an instance, dated by its own clock', async () => {
    const simulator = await start({ time: stoppedTime() });
    simulator.clock.setSkew(90_000);
    const { headers } = await ask(simulator, '/api/now/table/incident');
    expect(headers.get('date')).toBe(new Date(START + 90_000).toUTCString());
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('x-is-logged-in')).toBe('true');
    expect(headers.get('x-transaction-id')).toMatch(/^[0-9a-f]{12}$/);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('server')).toBe('ServiceNow');
    expect(headers.get('x-ratelimit-limit')).toBeNull();
  });

  const relations = async (parameters: Readonly<Record<string, string>>, count = 5) => {
    const simulator = await start();
    simulator.generate({ count });
    const { headers, at } = await ask(simulator, tablePath(CASES, { sysparm_limit: '2', ...parameters }));
    const links = (headers.get('link') ?? '').split(',').filter((link) => link !== '');
    return {
      rows: at('result.length'),
      total: headers.get('x-total-count'),
      links: links.map((link) => {
        const [, url = '', relation] = /^<(.*)>;rel="(\w+)"$/.exec(link) ?? [];
        const { searchParams, origin } = new URL(url);
        expect(origin).toBe(simulator.url);
        return `${relation} ${searchParams.get('sysparm_offset')}+${searchParams.get('sysparm_limit')}`;
      }),
    };
  };

  it('lead from the first page to the next and the last', async () => {
    expect(await relations({})).toEqual({
      rows: 2,
      total: '5',
      links: ['first 0+2', 'next 2+2', 'last 4+2'],
    });
  });

  it('lead from the last page back', async () => {
    const expected = { rows: 1, total: '5', links: ['first 0+2', 'prev 2+2', 'last 4+2'] };
    expect(await relations({ sysparm_offset: '4' })).toEqual(expected);
  });

  it('say nothing of pages when there is only one', async () => {
    expect(await relations({}, 2)).toEqual({ rows: 2, total: '2', links: [] });
  });

  it('leave out the links, or the count, on request', async () => {
    const suppressed = await relations({ sysparm_suppress_pagination_header: 'true' });
    expect(suppressed).toEqual({ rows: 2, total: '5', links: [] });
    const uncounted = await relations({ sysparm_no_count: 'true' });
    expect(uncounted).toEqual({ rows: 2, total: null, links: ['first 0+2', 'next 2+2'] });
  });

  it('name a negative offset where the instance has that habit', async () => {
    const simulator = await start({ settings: { negativePrevLink: true } });
    simulator.generate({ count: 3 });
    const { headers } = await ask(simulator, tablePath(CASES, { sysparm_limit: '1' }));
    expect(headers.get('link')).toContain('sysparm_offset=-1>;rel="prev"');
  });
});

describe('a request that cannot be served', () => {
  it.each([
    ['/api/now/table/nonsense', 400, 'Invalid table nonsense', 'Table nonsense does not exist'],
    [
      `/api/now/table/${CASES}/00000000000000000000000000000000`,
      404,
      'No Record found',
      "Record doesn't exist or ACL restricts the record retrieval",
    ],
    ['/api/now/nonsense', 400, 'Requested URI does not represent any resource', null],
  ])('%s is answered with %i in the error shape of the instance', async (path, status, message, detail) => {
    const simulator = await start();
    const answer = await ask(simulator, path);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: { message, detail }, status: 'failure' });
  });

  it('is refused for its method, what it accepts, or what it sends', async () => {
    const simulator = await start();
    const statusOf = async (path: string, asked: Parameters<typeof ask>[2]) =>
      (await ask(simulator, path, asked)).status;
    expect(await statusOf(`/api/now/table/${CASES}`, { method: 'DELETE' })).toBe(405);
    expect(await statusOf(`/api/now/table/${CASES}`, { headers: { accept: 'application/xml' } })).toBe(406);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await statusOf(`/api/now/table/${CASES}`, { method: 'POST', body: 'a=b', headers: form })).toBe(
      415,
    );
    expect(await statusOf(`/api/now/table/${CASES}`, { method: 'POST', body: '{"a"' })).toBe(400);
  });
});
