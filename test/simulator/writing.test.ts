import { describe, expect, it } from 'vitest';
import { ask, CASES, insertCase, START, start, stoppedTime, tablePath } from './support.ts';

const MINUTE = 60_000;

describe('writing through the API', () => {
  it('inserts with number, stamps and defaults, and says where the record is', async () => {
    const simulator = await start({ time: stoppedTime() });
    const body = { short_description: 'No dial tone', impact: '1', urgency: 2, sys_mod_count: '99' };
    const { status, headers, at } = await ask(simulator, `/api/now/table/${CASES}`, { method: 'POST', body });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${simulator.url}/api/now/table/${CASES}/${at('result.sys_id')}`);
    expect(at('result')).toMatchObject({
      number: 'CS0001001',
      state: '1',
      priority: '2',
      sys_created_by: 'sla.bridge',
      sys_created_on: '2026-03-02 10:00:00',
      sys_mod_count: '0',
    });
  });

  it.each([
    'PATCH',
    'PUT',
  ])('%s changes only what is sent, and counts and dates the change', async (method) => {
    const time = stoppedTime();
    const simulator = await start({ time });
    const sysId = insertCase(simulator, { priority: '2' });
    time.advance(MINUTE);
    const body = { state: '10' };
    const { status, at } = await ask(simulator, `/api/now/table/${CASES}/${sysId}`, { method, body });
    expect(status).toBe(200);
    expect(at('result')).toMatchObject({
      state: '10',
      priority: '2',
      short_description: 'No dial tone',
      sys_mod_count: '1',
      sys_updated_on: '2026-03-02 10:01:00',
      sys_updated_by: 'sla.bridge',
    });
  });

  it('does not count a write that changes nothing', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator, { priority: '2' });
    const body = { priority: '2' };
    const { at } = await ask(simulator, `/api/now/table/${CASES}/${sysId}`, { method: 'PATCH', body });
    expect(at('result.sys_mod_count')).toBe('0');
  });

  it('clears a field by an empty text, but no choice', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator, { cause: 'Trunk', priority: '2' });
    const body = { cause: '', priority: '' };
    const { at } = await ask(simulator, `/api/now/table/${CASES}/${sysId}`, { method: 'PATCH', body });
    expect(at('result')).toMatchObject({ cause: '', priority: '2' });
  });

  it('creates nothing where an unknown record is put', async () => {
    const simulator = await start();
    const path = `/api/now/table/${CASES}/${'0'.repeat(32)}`;
    expect((await ask(simulator, path, { method: 'PUT', body: { state: '10' } })).status).toBe(404);
    expect(simulator.instance.find(CASES)).toEqual([]);
  });

  it('takes references by name, labels and local times where the client says so', async () => {
    const simulator = await start({ time: stoppedTime() });
    const account = simulator.instance.insert('customer_account', { name: 'Boxeo' })['sys_id']!;
    const path = tablePath(CASES, {
      sysparm_input_display_value: 'true',
      sysparm_exclude_reference_link: 'true',
      sysparm_fields: 'account,state,resolved_at',
    });
    const body = { account: 'Boxeo', state: 'Resolved', resolved_at: '2026-07-01 12:00:00' };
    const { at } = await ask(simulator, path, { method: 'POST', body, as: 'sla.berlin' });
    expect(at('result')).toEqual({ account, state: '6', resolved_at: '2026-07-01 10:00:00' });
  });

  it('adds custom fields to the table and ignores unknown ones', async () => {
    const simulator = await start();
    const body = { u_level: '2', nonsense: 'x' };
    const { at } = await ask(simulator, `/api/now/table/${CASES}`, { method: 'POST', body });
    expect(at('result.u_level')).toBe('2');
    expect(at('result.nonsense')).toBeUndefined();
  });

  it('sends no body where the client wants none, and obeys an overridden method', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const silent = { 'x-no-response-body': 'true', 'x-http-method-override': 'PATCH' };
    const path = `/api/now/table/${CASES}/${sysId}`;
    const answer = await ask(simulator, path, { method: 'POST', body: { state: '10' }, headers: silent });
    expect(answer.text).toBe('');
    expect(simulator.instance.get(CASES, sysId)?.['state']).toBe('10');
  });

  it('deletes with 204 and remembers the deletion', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const answer = await ask(simulator, `/api/now/table/${CASES}/${sysId}`, { method: 'DELETE' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(simulator.instance.get(CASES, sysId)).toBeUndefined();
    expect(simulator.instance.find('sys_audit_delete')).toMatchObject([
      { tablename: CASES, documentkey: sysId, display_value: 'CS0001001', user: 'sla.bridge' },
    ]);
  });
});

describe('what a change leaves behind', () => {
  it('appends notes to the journal: the field itself stays empty, its display shows them newest first', async () => {
    const time = stoppedTime();
    const simulator = await start({ time });
    const sysId = insertCase(simulator);
    const path = `/api/now/table/${CASES}/${sysId}`;
    await ask(simulator, path, { method: 'PATCH', body: { work_notes: 'first' } });
    time.advance(MINUTE);
    await ask(simulator, path, { method: 'PATCH', body: { work_notes: 'second', comments: 'hello' } });
    expect((await ask(simulator, path)).at('result')).toMatchObject({ work_notes: '', sys_mod_count: '2' });
    const shown = await ask(simulator, `${path}?sysparm_display_value=true`);
    expect(shown.at('result.work_notes')).toBe(
      '2026-03-02 10:01:00 - SLA Bridge (Work notes)\nsecond\n\n2026-03-02 10:00:00 - SLA Bridge (Work notes)\nfirst\n\n',
    );
    const journal = tablePath('sys_journal_field', {
      sysparm_query: `element_id=${sysId}^element=work_notes^valueLIKEsec`,
      sysparm_fields: 'name,element,value,sys_created_by',
    });
    expect((await ask(simulator, journal)).at('result')).toEqual([
      { name: CASES, element: 'work_notes', value: 'second', sys_created_by: 'sla.bridge' },
    ]);
  });

  it('audits each field that changed, with the count of the change', async () => {
    const simulator = await start({ time: stoppedTime() });
    const sysId = insertCase(simulator, { state: '1' });
    simulator.instance.update(CASES, sysId, { state: '10', cause: 'Trunk' }, { by: 'amy.cole' });
    const rows = simulator.instance.find('sys_audit', `documentkey=${sysId}^ORDERBYfieldname`);
    expect(rows).toMatchObject([
      { fieldname: 'cause', oldvalue: '', newvalue: 'Trunk', user: 'amy.cole', record_checkpoint: '1' },
      { fieldname: 'state', oldvalue: '1', newvalue: '10', tablename: CASES },
    ]);
  });

  it('stamps resolution and closure, and takes them back when the record is reopened', async () => {
    const time = stoppedTime();
    const { instance } = await start({ time });
    const sysId = instance.insert(CASES, {})['sys_id']!;
    expect(instance.update(CASES, sysId, { state: '6' })).toMatchObject({ active: 'true' });
    time.advance(MINUTE);
    expect(instance.update(CASES, sysId, { state: '3' })).toMatchObject({
      active: 'false',
      resolved_at: '2026-03-02 10:00:00',
      closed_at: '2026-03-02 10:01:00',
    });
    const reopened = { active: 'true', resolved_at: '', closed_at: '' };
    expect(instance.update(CASES, sysId, { state: '10' })).toMatchObject(reopened);
  });

  it('leaves the stamps alone in a silent edit, and rules and announcement out without workflow', async () => {
    const time = stoppedTime();
    const { instance } = await start({ time });
    const sysId = instance.insert(CASES, {})['sys_id']!;
    const changes: string[] = [];
    instance.onChange(({ operation }) => changes.push(operation));
    time.advance(MINUTE);
    const silent = instance.update(CASES, sysId, { priority: '1' }, { autoSysFields: false });
    expect(silent).toMatchObject({
      priority: '1',
      sys_mod_count: '0',
      sys_updated_on: '2026-03-02 10:00:00',
    });
    const unruled = instance.update(CASES, sysId, { state: '6' }, { workflow: false });
    expect(unruled).toMatchObject({ state: '6', sys_mod_count: '1' });
    expect(unruled?.['resolved_at'] ?? '').toBe('');
    expect(changes).toEqual(['update']);
  });

  it('shows a slow transaction late, with the stamp of its beginning', async () => {
    const time = stoppedTime();
    const { instance } = await start({ time });
    const sysId = instance.insert(CASES, {}, { commitAfterMs: 3000 })['sys_id']!;
    time.advance(2999);
    expect(instance.get(CASES, sysId)).toBeUndefined();
    time.advance(1);
    expect(instance.get(CASES, sysId)?.['sys_updated_on']).toBe('2026-03-02 10:00:00');
    instance.update(CASES, sysId, { state: '10' }, { commitAfterMs: 3000 });
    expect(instance.get(CASES, sysId)?.['state']).toBe('1');
    time.advance(3000);
    expect(instance.get(CASES, sysId)).toMatchObject({ state: '10', sys_updated_on: '2026-03-02 10:00:03' });
  });

  it('takes stamps that are given as they are', async () => {
    const { instance } = await start({ time: stoppedTime() });
    const given = {
      sys_updated_on: '2020-01-01 00:00:00',
      sys_mod_count: '7',
      opened_at: '2019-01-01 00:00:00',
    };
    expect(instance.insert(CASES, given, { at: START })).toMatchObject(given);
  });
});
