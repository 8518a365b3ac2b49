import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, CASES, insertCase, start, stoppedTime } from './support.ts';

let folder: string;
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  folders.push(folder);
});
// Not after each test: a simulator that is closed then still writes its snapshot.
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

const MINUTE = 60_000;

describe('an instance with a state file', () => {
  it('forgets no note that it has confirmed, even when its process is killed', async () => {
    const stateFile = join(folder, 'state.json');
    const killed = await start({ stateFile, time: stoppedTime() });
    const sysId = insertCase(killed, { u_level: '2' });
    const body = { escalation: '1', work_notes: 'raised' };
    await ask(killed, `/api/now/table/${CASES}/${sysId}`, { method: 'PATCH', body });
    // Nothing is closed: the second instance finds what a killed process leaves behind.
    const next = await start({ stateFile, time: stoppedTime() });
    expect(next.instance.get(CASES, sysId)).toMatchObject({
      escalation: '1',
      sys_mod_count: '1',
      u_level: '2',
    });
    expect(next.instance.journal(sysId)).toMatchObject([{ value: 'raised', createdBy: 'sla.bridge' }]);
    expect(next.instance.insert(CASES, {})).toMatchObject({ number: 'CS0001002' });
    expect((await ask(next, `/api/now/table/${CASES}/${sysId}`)).at('result.u_level')).toBe('2');
  });

  it('forgets deletions no more than writes, and gives no sys_id twice', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await start({ stateFile });
    const deleted = insertCase(first);
    await ask(first, `/api/now/table/${CASES}/${deleted}`, { method: 'DELETE' });
    const kept = insertCase(first);
    await first.close();
    const second = await start({ stateFile });
    expect(second.instance.get(CASES, deleted)).toBeUndefined();
    expect(second.instance.get(CASES, kept)).toBeDefined();
    expect([deleted, kept]).not.toContain(insertCase(second));
  });

  it('starts from the last whole line when a process died while it wrote', async () => {
    const stateFile = join(folder, 'state.json');
    const first = await start({ stateFile });
    const sysId = insertCase(first);
    await ask(first, `/api/now/table/${CASES}/${sysId}`, { method: 'PATCH', body: { state: '10' } });
    appendFileSync(`${stateFile}.log`, '{"minted":9,"table":"sn_cus');
    const second = await start({ stateFile });
    expect(second.instance.get(CASES, sysId)?.['state']).toBe('10');
  });

  it('does not let its log grow for ever', async () => {
    const stateFile = join(folder, 'state.json');
    const simulator = await start({ stateFile, time: stoppedTime() });
    simulator.generate({ count: 21_000 });
    await ask(simulator, `/api/now/table/${CASES}`, { method: 'POST', body: {} });
    expect(statSync(`${stateFile}.log`).size).toBe(0);
  });

  it('goes on with the living demo where it stopped, without a burst, and with a new unanswered case', async () => {
    const stateFile = join(folder, 'state.json');
    const before = stoppedTime();
    const first = await start({ demo: 'living', stateFile, time: before });
    before.advance(MINUTE);
    const numbers = first.instance.find(CASES).map((row) => row['number']);
    await first.close();
    const later = stoppedTime();
    later.advance(60 * MINUTE);
    const second = await start({ demo: 'living', stateFile, time: later });
    expect(second.instance.find(CASES).map((row) => row['number'])).toEqual(numbers);
    expect(second.instance.find('customer_account').length).toBe(6);
    const changes: number[] = [];
    second.instance.onChange(() => changes.push(later.now()));
    later.advance(1000);
    expect(changes.length).toBeLessThan(10);
    later.advance(5000);
    expect(
      second.instance.find(CASES, 'state=1^priority=1^contact_type=phone^ORDERBYDESCopened_at')[0],
    ).toMatchObject({
      opened_at: '2026-03-02 11:00:02',
    });
  });
});
