import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const bin = path.resolve(import.meta.dirname, '../../bin/sla-bridge.js');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program; `readUpTo` bytes of its output are read, then the pipe is closed, as `head` does. */
function sla(args: string[], stdin = '', readUpTo = Number.POSITIVE_INFINITY): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: path.dirname(bin) });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (piece) => {
      stdout += piece;
      if (stdout.length >= readUpTo) child.stdout.destroy();
    });
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // The program may have ended before it read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });
}

const ticket = (number: number): string =>
  `{"number":"CS${number}","versions":[{"at":"2026-02-02T10:00:00Z","priority":"high"}],"asOf":"2026-02-02T11:00:00Z"}\n`;

describe('the program', () => {
  test('prints nothing but the answer on standard output, from wherever it is run', async () => {
    const question =
      '{"calendar":"business","op":"add","start":"2026-02-02T10:00:00Z","minutes":60}\nnonsense\n';
    expect(await sla(['calc'], question)).toEqual({
      code: 1,
      stdout: '{"result":"2026-02-02T11:00:00.000Z"}\n{"error":"this line is not JSON"}\n',
      stderr: '',
    });
  });

  test('judges histories', async () => {
    const { code, stdout, stderr } = await sla(['evaluate', '-'], ticket(1));
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ number: 'CS1', escalations: [{ level: 1 }] });
  });

  test('ends quietly when nobody reads on', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => ticket(index)).join('');
    const { code, stderr } = await sla(['evaluate', '-'], many, 100);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('knows all its commands', async () => {
    const { stdout } = await sla(['--help']);
    for (const name of [
      'serve',
      'simulator',
      'evaluate',
      'calc',
      'import-event-log',
      'check-config',
      'migrate',
      'keygen',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  test.each([
    'serve',
    'simulator',
    'evaluate',
    'calc',
    'import-event-log',
    'check-config',
    'migrate',
    'keygen',
  ])('tells how to use %s', async (name) => {
    const { code, stdout, stderr } = await sla([name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: sla-bridge ${name}`));
  });

  test('refuses a command that does not exist', async () => {
    expect(await sla(['evalute'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("'evalute'"),
    });
  });
});
