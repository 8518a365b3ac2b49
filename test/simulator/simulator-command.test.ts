import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSimulatorArgs, runSimulator } from '../../src/simulator/simulator-command.ts';
import { basic } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulator-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command, hands its output and address to `look`, and stops it. */
async function run(
  argv: readonly string[],
  look: (output: string, url: string) => Promise<void>,
): Promise<number> {
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let told: (output: string) => void = () => {};
  const output = new Promise<string>((resolve) => {
    told = resolve;
  });
  const stdout = { write: (text: string) => told(text) };
  const exitCode = runSimulator(parseSimulatorArgs(argv), { stdout, stopped });
  try {
    const text = await Promise.race([output, exitCode.then(() => '')]);
    await look(text, /http:\S+/.exec(text)?.[0] ?? '');
  } finally {
    stop();
  }
  return exitCode;
}

describe('the arguments of the simulator command', () => {
  it('have sensible defaults', () => {
    expect(parseSimulatorArgs([])).toMatchObject({
      port: 8081,
      host: '127.0.0.1',
      timeScale: 1,
      isEmpty: false,
    });
    expect(parseSimulatorArgs(['--data', 'log.csv'])).toMatchObject({ dataFile: 'log.csv', timeScale: 60 });
  });

  it('are read', () => {
    const argv = ['--port', '0', '--seed', 'x', '--time-scale', '2.5', '--start', '2016-03-01T00:00:00Z'];
    expect(parseSimulatorArgs(argv)).toMatchObject({
      port: 0,
      seed: 'x',
      timeScale: 2.5,
      startAt: Date.UTC(2016, 2, 1),
    });
  });

  it.each([
    [['--port', 'x'], '--port'],
    [['--port', '70000'], '--port'],
    [['--time-scale', '0'], '--time-scale'],
    [['--start', '2016-03-01'], '--start'],
    [['--tls-cert', 'a'], '--tls-key'],
    [['--webhook-url', 'http://x'], '--webhook-secret'],
    [['--webhook-by-app'], '--webhook-url'],
    [['--data', 'a', '--state', 'b'], '--state'],
    [['--nonsense'], '--nonsense'],
    [['stray'], 'stray'],
  ])('%j are refused by name', (argv, named) => {
    expect(() => parseSimulatorArgs(argv)).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(() => parseSimulatorArgs(argv)).toThrow(named);
  });
});

describe('the simulator command', () => {
  it('has the application announce the changes where it is told to', async () => {
    const secret = `whsec_${Buffer.from('a'.repeat(32)).toString('base64')}`;
    const nowhere = ['--webhook-url', 'http://127.0.0.1:9/hook', '--webhook-secret', secret];
    await run(['--port', '0', '--empty', ...nowhere, '--webhook-by-app'], async (_, url) => {
      const control = `${url}/__simulator/records`;
      const cases = `${control}/sn_customerservice_case`;
      await fetch(cases, { method: 'POST', body: '{"records": [{"short_description": "No dial tone"}]}' });
      const read = async (): Promise<unknown> =>
        (await fetch(`${control}/x_slab_bridge_outbox`).then((answer) => answer.json())) as unknown;
      await expect
        .poll(async () => JSON.stringify(await read()), { timeout: 20_000 })
        .toContain('"last_outcome":"unreachable"');
    });
  });

  it('prints address and credentials that work, and ends with 0 when told to stop', async () => {
    const exitCode = await run(['--port', '0'], async (output, url) => {
      expect(output).toContain('sla.bridge / demo');
      expect(output).toContain('sla-bridge-demo / demo-client-secret');
      const headers = { authorization: basic('sla.bridge') };
      const response = await fetch(`${url}/api/now/table/sn_customerservice_case?sysparm_limit=1`, {
        headers,
      });
      expect(response.status).toBe(200);
      expect(Number(response.headers.get('x-total-count'))).toBeGreaterThan(20);
    });
    expect(exitCode).toBe(0);
  });

  it('replays a log', async () => {
    const header =
      'number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at';
    const line = (state: string, at: string): string =>
      `INC0000045,${state},true,0,0,0,true,Caller 1,Opened by 8,29/2/2016 01:16,Created by 6,29/2/2016 01:23,Updated by 21,${at},Phone,L,C,S,?,?,2 - Medium,2 - Medium,3 - Moderate,Group 56,?,true,false,Do Not Notify,?,?,?,?,code 5,R,5/3/2016 11:29,5/3/2016 12:00`;
    const file = join(folder, 'log.csv');
    writeFileSync(
      file,
      [
        header,
        line('New', '29/2/2016 01:23'),
        line('Active', '29/2/2017 01:23'),
        line('Active', '1/6/2016 01:23'),
      ].join('\n'),
    );
    const argv = ['--port', '0', '--data', file];
    await run(argv, async (output, url) => {
      expect(output).toContain('incident: 1, 1 updates to come');
      const response = await fetch(`${url}/__simulator/records/incident`);
      expect(await response.json()).toMatchObject({ records: [{ number: 'INC0000045', state: '1' }] });
    });
  });

  it('says which file it cannot read', async () => {
    const argv = ['--port', '0', '--data', join(folder, 'missing.csv')];
    await expect(run(argv, async () => {})).rejects.toThrow('missing.csv');
  });
});
