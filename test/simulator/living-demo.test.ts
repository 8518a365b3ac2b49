import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { CASES, start, stoppedTime } from './support.ts';

const MINUTE = 60_000;

function countBy(simulator: Simulator, field: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of simulator.instance.find(CASES)) {
    const value = row[field] ?? '';
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

describe('the living demo', () => {
  it('begins with a desk at work: some dozens of cases of every state, priority, channel and tier', async () => {
    const simulator = await start({ demo: 'living', time: stoppedTime() });
    const cases = simulator.instance.find(CASES);
    expect(cases.length).toBeGreaterThan(24);
    expect(cases.length).toBeLessThan(100);
    expect(Object.keys(countBy(simulator, 'state')).sort()).toEqual(['1', '10', '18', '3', '6', '7']);
    expect(Object.keys(countBy(simulator, 'priority')).sort()).toEqual(['1', '2', '3', '4']);
    expect(Object.keys(countBy(simulator, 'contact_type')).sort()).toEqual(['chat', 'email', 'phone', 'web']);
    expect(Object.keys(countBy(simulator, 'assignment_group')).length).toBe(4);
    expect(simulator.instance.find(CASES, 'contract.state=cancelled').length).toBeGreaterThan(0);
    expect(
      simulator.instance.find(CASES, 'descriptionLIKEHas the service ever worked').length,
    ).toBeGreaterThan(5);
    expect(
      simulator.instance.find(CASES, 'descriptionNOT LIKEHas the service ever worked').length,
    ).toBeGreaterThan(5);
    expect(
      simulator.instance.find('sys_audit', 'fieldname=state^oldvalue=6^newvalue=10').length,
    ).toBeGreaterThan(0);
  });

  it('has a past that fits: audit, stamps and counts tell the same story', async () => {
    const simulator = await start({ demo: 'living', time: stoppedTime() });
    for (const row of simulator.instance.find(CASES)) {
      const audits = simulator.instance.find(
        'sys_audit',
        `documentkey=${row['sys_id']}^ORDERBYsys_created_on^ORDERBYrecord_checkpoint`,
      );
      const counts = new Set(audits.map((audit) => audit['record_checkpoint']));
      // A change that writes only a note leaves no audit row.
      expect(counts.size).toBeLessThanOrEqual(Number(row['sys_mod_count']));
      const last = audits.filter((audit) => audit['fieldname'] === 'state').at(-1);
      if (last !== undefined) expect(last['newvalue']).toBe(row['state']);
      expect(row['opened_at']! <= row['sys_updated_on']!).toBe(true);
    }
  });

  it('opens a critical case within seconds that nobody answers for half an hour', async () => {
    const time = stoppedTime();
    const simulator = await start({ demo: 'living', time });
    const known = new Set(simulator.instance.find(CASES).map((row) => row['sys_id']));
    time.advance(5000);
    const fresh = simulator.instance.find(CASES, 'priority=1').filter((row) => !known.has(row['sys_id']));
    expect(fresh).toMatchObject([{ state: '1', opened_at: '2026-03-02 10:00:02', contact_type: 'phone' }]);
    expect(
      simulator.instance.find(CASES, `number=${fresh[0]!['number']}^contract.state=active`),
    ).toHaveLength(1);
    time.advance(29 * MINUTE);
    expect(simulator.instance.get(CASES, fresh[0]!['sys_id']!)).toMatchObject({
      state: '1',
      sys_mod_count: '0',
    });
    time.advance(30 * MINUTE);
    expect(simulator.instance.get(CASES, fresh[0]!['sys_id']!)?.['first_response_time']).toBeTruthy();
  });

  it('lives: every few seconds something changes, in every way in which cases change', async () => {
    const time = stoppedTime();
    const simulator = await start({ demo: 'living', time });
    const changedAt: number[] = [];
    const kinds = new Set<string>();
    simulator.instance.onChange(({ table, operation, row }) => {
      if (table !== CASES) return;
      changedAt.push(time.now());
      kinds.add(operation === 'insert' ? 'new' : `state ${row['state']}`);
    });
    time.advance(20 * MINUTE);
    const gaps = changedAt.slice(1).map((at, index) => at - changedAt[index]!);
    expect(changedAt.length).toBeGreaterThan(400);
    expect(Math.max(...gaps)).toBeLessThan(40_000);
    expect([...kinds].sort()).toEqual(['new', 'state 10', 'state 18', 'state 3', 'state 6', 'state 7']);
  });

  it('is the same for the same seed and another for another', async () => {
    const tell = async (seed: string): Promise<string> => {
      const time = stoppedTime();
      const simulator = await start({ demo: 'living', time, seed });
      time.advance(5 * MINUTE);
      return JSON.stringify(simulator.instance.find(CASES, 'ORDERBYnumber'));
    };
    const first = await tell('one');
    expect(await tell('one')).toBe(first);
    expect(await tell('two')).not.toBe(first);
  });

  it('lives faster on request, while the clock of the instance goes as ever', async () => {
    const time = stoppedTime();
    const simulator = await start({ demo: 'living', time, timeScale: 60 });
    const before = simulator.instance.find(CASES).length;
    time.advance(20_000);
    expect(simulator.instance.find(CASES).length).toBeGreaterThan(before + 20);
    expect(simulator.clock.now()).toBe(time.now());
  });

  it('stays small however long it runs', async () => {
    const time = stoppedTime();
    const simulator = await start({ demo: 'living', time, timeScale: 200 });
    const countRows = (): number =>
      [...simulator.database.tables()].reduce((sum, table) => sum + table.size(), 0);
    // Two and a half hours of the desk, and one more.
    time.advance(45_000);
    expect(simulator.instance.find(CASES).length).toBeLessThanOrEqual(300);
    expect(simulator.instance.find('sys_audit_delete').length).toBeGreaterThan(150);
    const rows = countRows();
    time.advance(18_000);
    expect(Math.abs(countRows() - rows)).toBeLessThan(1500);
  });

  it('keeps the writes of others: a note and an escalation survive what the desk does next', async () => {
    const time = stoppedTime();
    const simulator = await start({ demo: 'living', time });
    const [row] = simulator.instance.find(CASES, 'state=10');
    simulator.instance.update(
      CASES,
      row!['sys_id']!,
      { escalation: '2', work_notes: 'ours' },
      { by: 'sla.bridge' },
    );
    time.advance(3 * MINUTE);
    expect(simulator.instance.get(CASES, row!['sys_id']!)?.['escalation']).toBe('2');
    expect(simulator.instance.journal(row!['sys_id']!).map(({ value }) => value)).toContain('ours');
  });
});
