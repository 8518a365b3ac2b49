import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { type TestContext, vi } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';

export const processToken = 'token-of-the-process';

const root = path.resolve(import.meta.dirname, '../..');

/** A command running in a process of its own, as a user would start it. */
export interface RunningCommand {
  readonly pid: number;
  /** Everything written so far. */
  stdout(): string;
  stderr(): string;
  /** Sends a signal; `SIGKILL` gives it no chance to do anything. */
  signal(name: NodeJS.Signals): void;
  /** Resolves with the exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Registers what is to be undone when a test has ended: the `onTestFinished` of its own context. */
export type WhenFinished = TestContext['onTestFinished'];

/** Starts `sla-bridge` with these arguments, and with this environment only; it does not outlive the test. */
export function startCommand(
  whenFinished: WhenFinished,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): RunningCommand {
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'bin/sla-bridge.js'), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    cwd: environment['DATA_DIR'] ?? root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]!.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  whenFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal!));
  });
  return {
    pid: child.pid!,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    signal: (name) => void child.kill(name),
    ended,
  };
}

/** The service as a process, beside a simulated instance. */
export interface RunningService extends RunningCommand {
  readonly url: string;
  /** The number that one line of the metrics ends with; 0 where there is no such line. */
  metric(line: string): Promise<number>;
  ask<Answer>(path: string): Promise<Answer>;
}

/** What the service is told so that it works on a simulated instance. */
export function serviceEnvironment(simulator: Simulator): Record<string, string> {
  const hash = createHash('sha256').update(processToken).digest('hex');
  return {
    SERVICENOW_URL: simulator.url,
    SERVICENOW_AUTH: 'basic',
    SERVICENOW_USERNAME: simulator.credentials.userName,
    SERVICENOW_PASSWORD: simulator.credentials.password,
    ADMIN_TOKENS: `process:operate:${hash}`,
    PORT: '0',
    WRITE_BACK: 'on',
    RECONCILE_CRON: 'off',
    POLL_INTERVAL_SECONDS: '1',
  };
}

/** Starts the service and resolves when it says where it listens. Rejects if it ends before. */
export async function startService(
  whenFinished: WhenFinished,
  environment: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const command = startCommand(whenFinished, ['serve'], environment);
  const url = await Promise.race([
    vi.waitFor(() => findUrl(command.stdout()), { timeout: 60_000, interval: 20 }),
    command.ended.then((how) => {
      throw new Error(`The service ended (${how}).\n${command.stdout()}${command.stderr()}`);
    }),
  ]);
  const get = (path: string): Promise<Response> =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${processToken}`, connection: 'close' } });
  return {
    ...command,
    url,
    async metric(line) {
      const found = (await (await get('/metrics')).text())
        .split('\n')
        .find((one) => one.startsWith(`${line} `));
      return Number(found?.split(' ').at(-1) ?? 0);
    },
    async ask(path) {
      const response = await get(path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
  };
}

function findUrl(log: string): string {
  const [, url] = /"metrics":"(http:[^"]+)\/metrics"/.exec(log) ?? [];
  if (url === undefined) throw new Error(`It does not listen yet:\n${log}`);
  return url;
}
