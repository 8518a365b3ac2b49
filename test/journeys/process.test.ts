import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CASES } from '../support/journey.ts';
import { newJourneyPlace } from '../support/journey-database.ts';
import { readOurNotes } from '../support/journey-notes.ts';
import { serviceEnvironment, startCommand, startService, type WhenFinished } from '../support/process.ts';

async function newSimulator(whenFinished: WhenFinished): Promise<Simulator> {
  const simulator = await startSimulator();
  whenFinished(() => simulator.close());
  return simulator;
}

async function newPlace(whenFinished: WhenFinished): Promise<Readonly<Record<string, string>>> {
  const place = await newJourneyPlace('pglite');
  whenFinished(() => place.remove());
  return place.environment;
}

// Starting a process takes long where many others run.
vi.setConfig({ testTimeout: 120_000 });

describe.concurrent('a service that cannot be started', () => {
  it('because its environment is broken ends with 78, a line for each fault, and no value', async ({
    onTestFinished,
  }) => {
    const command = startCommand(onTestFinished, ['serve'], {
      SERVICENOW_URL: 'http://hidden.example.com',
      SERVICENOW_PASSWORD: 'hidden-password',
      WEBHOOK_SECRETS: 'hidden-secret',
      ADMIN_TOKENS: 'hidden:token',
      PORT: 'hidden-port',
      POLL_INTERVAL_SECONDS: '0.123456',
    });
    expect(await command.ended).toBe(78);
    const lines = command.stderr().trim().split('\n');
    expect(lines.map((line) => /[A-Z][A-Z_]+/.exec(line)?.[0]).sort()).toEqual([
      'ADMIN_TOKENS',
      'POLL_INTERVAL_SECONDS',
      'PORT',
      'SERVICENOW_AUTH',
      'SERVICENOW_URL',
      'WEBHOOK_SECRETS',
    ]);
    for (const line of lines) expect(line).toContain(': ');
    expect(command.stderr() + command.stdout()).not.toMatch(/hidden|0\.123456/);
  });

  it('because its policy is malformed ends with 78 and says where', async ({ onTestFinished }) => {
    const command = startCommand(onTestFinished, ['serve'], { POLICY_FILE: path.resolve('package.json') });
    expect(await command.ended).toBe(78);
    expect(command.stderr()).toContain('policies');
    expect(command.stderr()).not.toContain('    at ');
  });

  it('because its port is taken says so in one sentence', async ({ onTestFinished }) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const command = startCommand(onTestFinished, ['serve'], {
      ...serviceEnvironment(await newSimulator(onTestFinished)),
      ...(await newPlace(onTestFinished)),
      PORT: String(port),
    });
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toBe(
      `sla-bridge serve: port ${port} of 127.0.0.1 is taken by another program; stop that one, or set PORT to another port\n`,
    );
  });

  it('because its database is not there says so in one sentence, without the password', async ({
    onTestFinished,
  }) => {
    const command = startCommand(onTestFinished, ['serve'], {
      ...serviceEnvironment(await newSimulator(onTestFinished)),
      DATABASE_URL: 'postgres://somebody:hidden-password@127.0.0.1:1/somewhere',
    });
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toBe(
      'sla-bridge serve: the database cannot be reached (ECONNREFUSED); check DATABASE_URL, and that PostgreSQL is running there\n',
    );
    expect(command.stdout()).not.toContain('hidden');
  });
});

describe('a service in a process of its own', () => {
  it('keeps its folder to itself, ends what is under way when told to stop, and then exits with 0', async ({
    onTestFinished,
  }) => {
    const simulator = await newSimulator(onTestFinished);
    const environment = { ...serviceEnvironment(simulator), ...(await newPlace(onTestFinished)) };
    const service = await startService(onTestFinished, environment);
    const second = startCommand(onTestFinished, ['serve'], environment);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(
      /^sla-bridge serve: DATA_DIR .+ is used by another running sla-bridge; .+\n$/,
    );

    const openedAt = new Date(Date.now() - 30 * 60_000 + 4_000).toISOString().slice(0, 19).replace('T', ' ');
    const values = { priority: '1', state: '1', contact_type: 'phone', opened_at: openedAt };
    const sysId = simulator.instance.insert(CASES, values)['sys_id']!;
    simulator.faults.add({ kind: 'delay', delayMs: 1500, match: { method: 'PATCH' } });
    await vi.waitFor(
      () => expect(simulator.requests.all().some(({ method }) => method === 'PATCH')).toBe(true),
      { timeout: 30_000, interval: 20 },
    );
    service.signal('SIGTERM');
    await vi.waitFor(async () => expect((await fetch(`${service.url}/readyz`)).status).toBe(503), {
      timeout: 1400,
      interval: 10,
    });
    service.signal('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(service.stderr()).toBe('');
    expect(service.stdout().trim().split('\n').at(-1)).toContain('"msg":"stopped"');
    expect(readOurNotes(simulator, sysId)).toHaveLength(1);

    const again = await startService(onTestFinished, environment);
    await vi.waitFor(
      async () => expect(await again.metric('slabridge_outbox_messages{state="delivered"}')).toBe(1),
      { timeout: 30_000, interval: 50 },
    );
    expect(readOurNotes(simulator, sysId)).toHaveLength(1);
  });
});
