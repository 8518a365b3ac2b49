import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Answer, ask, CASES, START, start, stoppedTime } from './support.ts';

function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<Answer> {
  return ask(simulator, `/__simulator${path}`, { method, as: null, ...(body === undefined ? {} : { body }) });
}

describe('the control API', () => {
  it('writes records with the stamps it is given, past every rule of access', async () => {
    const simulator = await start();
    const record = { number: 'CS0004711', sys_updated_on: '2020-01-01 00:00:00', state: '10' };
    const inserted = await control(simulator, 'POST', `/records/${CASES}`, { records: [record, {}] });
    expect(inserted.at('numbers')).toEqual(['CS0004711', 'CS0004712']);
    const path = `/records/${CASES}/${inserted.at('sys_ids.0')}`;
    const options = { autoSysFields: false, by: 'ghost' };
    const updated = await control(simulator, 'PATCH', path, { values: { state: '18' }, options });
    expect(updated.at('record')).toMatchObject({ ...record, state: '18', sys_mod_count: '0' });
    expect((await control(simulator, 'GET', path)).at('record.state')).toBe('18');
    expect((await control(simulator, 'GET', `/records/${CASES}?query=state=18`)).at('total')).toBe(1);
    expect((await control(simulator, 'DELETE', `${path}?audit=false`)).status).toBe(200);
    expect((await control(simulator, 'GET', path)).status).toBe(404);
    expect(simulator.instance.find('sys_audit_delete')).toEqual([]);
  });

  it('generates many records in one second', async () => {
    const simulator = await start({ time: stoppedTime() });
    const order = { count: 300, from: START, to: START, values: { state: '1' } };
    expect((await control(simulator, 'POST', '/generate', order)).json).toEqual({ inserted: 300 });
    const stamps = new Set(simulator.instance.find(CASES).map((row) => row['sys_updated_on']));
    expect(stamps).toEqual(new Set(['2026-03-02 10:00:00']));
  });

  it('sets, lists and clears faults', async () => {
    const simulator = await start();
    const orders = [
      { kind: 'maintenance', times: 'always' },
      { kind: 'reset', match: { table: 'x' } },
    ];
    const { json } = await control(simulator, 'POST', '/faults', orders);
    expect(json).toEqual({ ids: ['fault-1', 'fault-2'] });
    expect((await ask(simulator, '/api/now/table/incident')).status).toBe(503);
    expect((await control(simulator, 'GET', '/faults')).at('faults')).toMatchObject([
      { id: 'fault-1', struck: 1, left: null },
      { id: 'fault-2', struck: 0, left: 1 },
    ]);
    await control(simulator, 'DELETE', '/faults/fault-2');
    expect((await control(simulator, 'GET', '/faults')).at('faults.length')).toBe(1);
    await control(simulator, 'DELETE', '/faults');
    expect((await ask(simulator, '/api/now/table/incident')).status).toBe(200);
    expect((await control(simulator, 'POST', '/faults', { kind: 'nonsense' })).status).toBe(400);
  });

  it('moves the clock', async () => {
    const simulator = await start({ time: stoppedTime() });
    await control(simulator, 'POST', '/clock', { skewMs: 60_000 });
    const { json } = await control(simulator, 'POST', '/clock', { advanceMs: 5000 });
    expect(json).toEqual({ now: START + 65_000, wire: '2026-03-02 10:01:05', skewMs: 65_000 });
  });

  it('tells what was requested, and how often', async () => {
    const simulator = await start();
    await ask(simulator, '/api/now/table/incident?sysparm_limit=3');
    await ask(simulator, `/api/now/table/${CASES}`, { method: 'POST', body: { state: '1' } });
    const posts = await control(simulator, 'GET', '/requests?method=POST');
    expect(posts.at('requests')).toMatchObject([
      {
        id: 2,
        method: 'POST',
        table: CASES,
        operation: 'insert',
        body: '{"state":"1"}',
        status: 201,
        fault: null,
      },
    ]);
    expect((await control(simulator, 'GET', '/requests?since=1')).at('requests.length')).toBe(1);
    expect((await control(simulator, 'GET', '/stats')).json).toMatchObject({
      requests: 2,
      byOutcome: { 'list incident 200': 1, [`insert ${CASES} 201`]: 1 },
    });
    await control(simulator, 'DELETE', '/requests');
    expect((await control(simulator, 'GET', '/requests')).at('requests')).toEqual([]);
  });

  it('changes settings, and refuses one that does not exist', async () => {
    const simulator = await start();
    const { at } = await control(simulator, 'PATCH', '/settings', { semaphores: 4 });
    expect(at('settings.semaphores')).toBe(4);
    expect(simulator.settings.semaphores).toBe(4);
    expect((await control(simulator, 'PATCH', '/settings', { nonsense: 1 })).status).toBe(400);
  });

  it('reads the journal of a record', async () => {
    const simulator = await start();
    const sysId = simulator.instance.insert(CASES, { work_notes: 'note' }, { by: 'amy.cole' })['sys_id'];
    expect((await control(simulator, 'GET', `/journal/${sysId}`)).at('entries')).toMatchObject([
      { element: 'work_notes', value: 'note', createdBy: 'amy.cole' },
    ]);
  });

  it('adds credentials and takes tokens away', async () => {
    const simulator = await start();
    const account = { userName: 'new.one', password: 'x', roles: ['snc_read_only'] };
    await control(simulator, 'POST', '/credentials', { accounts: [account], apiKeys: { k: 'new.one' } });
    const asKey = { as: null, headers: { 'x-sn-apikey': 'k' } };
    expect((await ask(simulator, '/api/now/table/incident', asKey)).status).toBe(200);
    const form = 'grant_type=client_credentials&client_id=sla-bridge-demo&client_secret=demo-client-secret';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const token = await ask(simulator, '/oauth_token.do', { method: 'POST', as: null, body: form, headers });
    const bearer = { as: null, headers: { authorization: `Bearer ${token.at('access_token')}` } };
    expect((await ask(simulator, '/api/now/table/incident', bearer)).status).toBe(200);
    await control(simulator, 'POST', '/tokens/revoke', { what: 'access' });
    expect((await ask(simulator, '/api/now/table/incident', bearer)).status).toBe(401);
  });

  it('defines tables', async () => {
    const simulator = await start();
    await control(simulator, 'POST', '/tables', { name: 'u_order', extends: 'task', fields: 'u_amount#' });
    const answer = await ask(simulator, '/api/now/table/u_order', { method: 'POST', body: { u_amount: 12 } });
    expect(answer.at('result')).toMatchObject({ u_amount: '12', state: '1' });
  });

  it('says what it can do', async () => {
    const simulator = await start();
    const { at } = await control(simulator, 'GET', '/');
    expect(at('routes')).toContain('POST /faults');
    expect(at('faultKinds')).toContain('cancelled-mid-stream');
    expect((await control(simulator, 'GET', '/nonsense')).status).toBe(404);
  });
});
