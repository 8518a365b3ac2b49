import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probeInstance } from '../../src/servicenow/probe-client.ts';
import type { Finding } from '../../src/servicenow/probe-finding.ts';
import { makeTableClient } from '../../src/servicenow/table-client.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { systemTime } from '../../src/time/time-source.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';

const table = 'sn_customerservice_case';
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

async function probe(
  username = 'sla.bridge',
  password = 'demo',
  baseUrl = simulator.url,
): Promise<Finding[]> {
  const client = makeTableClient(
    {
      baseUrl,
      timeoutMs: 5_000,
      maxReplyBytes: 1_000_000,
      credential: { kind: 'basic', username, password },
      limits: { concurrency: 2, requestsPerSecond: null },
      caPem: null,
    },
    { time: systemTime, random: () => 0, randomId: () => 'id', observeExchange: () => {} },
  );
  try {
    return await probeInstance(client, shippedMapping);
  } finally {
    client.close();
  }
}

/** One case that was changed, so that it has a journal and an audit trail. */
function insertCase(): void {
  const { sys_id: sysId } = simulator.instance.insert(table, { short_description: 'No calls', state: '1' });
  simulator.instance.update(table, sysId!, { state: '10', work_notes: 'Looking into it' });
}

const statusOf = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map((finding) => [finding.check, finding.status]));

describe('probing an instance', () => {
  it('finds everything well, and does not pretend to know whether it may write', async () => {
    insertCase();
    expect(statusOf(await probe())).toEqual({
      connection: 'pass',
      table: 'pass',
      fields: 'pass',
      'time-zone': 'pass',
      range: 'pass',
      journal: 'pass',
      audit: 'pass',
      write: 'unknown',
      clock: 'pass',
    });
  });

  it('changes nothing', async () => {
    insertCase();
    const before = structuredClone(simulator.instance.find(table));
    await probe();
    expect(simulator.instance.find(table)).toEqual(before);
    expect(simulator.requests.all().every((request) => request.method === 'GET')).toBe(true);
  });

  it('passes an empty table', async () => {
    expect(statusOf(await probe())).toMatchObject({ connection: 'pass', table: 'pass' });
  });

  it('names a rejected credential and nothing else', async () => {
    insertCase();
    const findings = await probe('sla.bridge', 'wrong');
    expect(statusOf(findings)).toEqual({ connection: 'fail' });
    expect(findings[0]?.message).toContain('SERVICENOW_AUTH');
  });

  it('names an instance that cannot be reached', async () => {
    const findings = await probe('sla.bridge', 'demo', 'http://127.0.0.1:9');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ check: 'connection', status: 'fail' });
  });

  it('names a table that is closed to the account', async () => {
    insertCase();
    simulator.settings.closedTables.push({ table });
    expect(statusOf(await probe())).toMatchObject({ connection: 'pass', table: 'fail' });
  });

  it('tells a field that nothing works without from one that can be missed', async () => {
    insertCase();
    simulator.settings.hiddenFields.push({ table, fields: ['cause'] });
    expect(statusOf(await probe())).toMatchObject({ fields: 'warn' });
    simulator.settings.hiddenFields.push({ table, fields: ['state'] });
    const findings = await probe();
    expect(statusOf(findings)).toMatchObject({ fields: 'fail' });
    expect(findings.find((finding) => finding.check === 'fields')?.message).toContain('state, cause');
  });

  it('notices that dates in queries are read in the zone of the account', async () => {
    insertCase();
    simulator.settings.queryLiteralZone = 'session';
    expect(statusOf(await probe('sla.berlin'))).toMatchObject({ 'time-zone': 'fail' });
  });

  it('notices that ranges are dropped', async () => {
    simulator.generate({ count: 20 });
    simulator.settings.forbiddenRanges.push({ table, fields: ['sys_updated_on', 'sys_id'] });
    const findings = statusOf(await probe());
    expect([findings['range'], findings['time-zone']]).toContain('fail');
  });

  it('warns where journal and audit are hidden', async () => {
    insertCase();
    simulator.settings.closedTables.push({ table: 'sys_audit' });
    simulator.settings.hiddenRows.push({ table: 'sys_journal_field', query: 'nameISNOTEMPTY' });
    expect(statusOf(await probe())).toMatchObject({ journal: 'warn', audit: 'warn' });
  });

  it('warns of a clock that is far off', async () => {
    insertCase();
    simulator.clock.setSkew(-600_000);
    const findings = await probe();
    expect(statusOf(findings)).toMatchObject({ clock: 'warn' });
    expect(findings.find((finding) => finding.check === 'clock')?.message).toMatch(/(599|600) s behind/);
  });
});
