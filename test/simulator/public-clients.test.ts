import { describe, expect, it } from 'vitest';
import { ask, CASES, insertCase, start, tablePath } from './support.ts';

/** What public clients of the Table API and their test suites rely on, beyond the documentation. */
describe('an instance to which public clients are pointed', () => {
  it('lets whoever inserts a record choose its id, and knows who opened it', async () => {
    const simulator = await start();
    const sys_id = 'AAAABBBBCCCCDDDDEEEEFFFF00001111';
    const body = { sys_id, short_description: 'Own id' };
    const inserted = await ask(simulator, '/api/now/table/problem', { method: 'POST', body });
    expect(inserted.at('result.sys_id')).toBe(sys_id);
    expect(inserted.at('result.opened_by.value')).toMatch(/^[0-9a-f]{32}$/);
    const path = `/api/now/table/problem/${sys_id}`;
    const patched = await ask(simulator, path, { method: 'PATCH', body: { sys_id: 'other', state: '102' } });
    expect(patched.at('result')).toMatchObject({ sys_id, state: '102' });
  });

  it('finds records by the rows of other tables that point to them', async () => {
    const simulator = await start({ developerData: true });
    const count = async (table: string, sysparm_query: string) =>
      Number((await ask(simulator, tablePath(table, { sysparm_query }))).headers.get('x-total-count'));
    expect(await count('sys_user', 'JOINsys_user.sys_id=sys_user_group.manager!active=true')).toBe(4);
    const admins = 'JOINsys_user.sys_id=sys_user_has_role.user!role=2831a114c611228501d4ea6c309d626d';
    expect(await count('sys_user', admins)).toBe(12);
    const list = (condition: string) =>
      `RLQUERYsys_group_has_role.group,${condition},m2m^role.nameLIKEadmin^ENDRLQUERY`;
    expect(await count('sys_user_group', list('>0'))).toBe(4);
    expect(await count('sys_user_group', `${list('=0')}^nameSTARTSWITHLevel`)).toBe(4);
  });

  it('aborts writes by the business rules that were entered', async () => {
    const simulator = await start();
    const rule = simulator.instance.insert('sys_script', {
      name: 'No viruses',
      collection: CASES,
      abort_action: 'true',
      action_update: 'true',
      filter_condition: 'short_descriptionLIKEEICAR^ORdescriptionLIKEEICAR^EQ',
    });
    const sysId = insertCase(simulator);
    const path = `/api/now/table/${CASES}/${sysId}`;
    const refused = await ask(simulator, path, { method: 'PATCH', body: { description: 'an EICAR file' } });
    expect(refused.status).toBe(403);
    expect(refused.at('error.detail')).toBe(
      `Operation against file '${CASES}' was aborted by Business Rule 'No viruses^${rule['sys_id']}'. Business Rule Stack:No viruses`,
    );
    expect(simulator.instance.get(CASES, sysId)?.['sys_mod_count']).toBe('0');
    expect((await ask(simulator, path, { method: 'PATCH', body: { description: 'fine' } })).status).toBe(200);
  });

  it('answers an address that is too long with a web page, but serves the same request in a batch', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const url = tablePath(CASES, { sysparm_query: `${'AAAA=BBBB^'.repeat(2300)}sys_id=${sysId}` });
    const direct = await ask(simulator, url);
    expect(direct.status).toBe(414);
    expect(direct.text).toMatch(/^<html>/);
    const body = { batch_request_id: 1, rest_requests: [{ id: 'a', method: 'GET', url }] };
    const batch = await ask(simulator, '/api/now/v1/batch', { method: 'POST', body });
    expect(batch.at('batch_request_id')).toBe('1');
    expect(batch.at('serviced_requests.0.status_code')).toBe(200);
  });

  it('lets OAuth clients name themselves by basic authentication', async () => {
    const simulator = await start();
    const credential = Buffer.from('sla-bridge-demo:demo-client-secret').toString('base64');
    const answer = await ask(simulator, '/oauth_token.do', {
      method: 'POST',
      as: null,
      body: 'grant_type=password&username=admin&password=demo',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${credential}` },
    });
    expect([answer.status, answer.at('token_type')]).toEqual([200, 'Bearer']);
  });

  it('has the well-known records of a developer instance on request, passwords masked, names dot-walked', async () => {
    const simulator = await start({ developerData: true });
    const fields = 'sys_id,user_name,user_password,department.name,department.dept_head.email';
    const path = tablePath('sys_user/6816f79cc0a8016401c5a33be04be441', {
      sysparm_fields: fields,
      sysparm_display_value: 'all',
    });
    expect((await ask(simulator, path, { as: 'admin' })).at('result')).toMatchObject({
      user_name: { value: 'admin' },
      user_password: { display_value: '********' },
      'department.name': { value: 'Finance' },
      'department.dept_head.email': { value: 'natasha.ingram@example.com' },
    });
    expect(simulator.instance.find('syslog').length).toBeGreaterThan(600);
    expect((await start()).instance.find('syslog')).toEqual([]);
  });
});
