import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/commands/command.ts';
import { run } from '../../src/commands/keygen-command.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { runWith } from '../support/run-command.ts';

const keygen = async (...args: string[]): Promise<string> =>
  (await runWith((around) => run(args, around))).stdout;

/** The lines that set a variable, as an environment file sets them. */
function variablesOf(printed: string): Record<string, string> {
  const lines = printed.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function tokenOf(printed: string): string {
  return /^# {3}(\S+)$/m.exec(printed)![1]!;
}

describe('keygen', () => {
  test('prints lines that the service takes as they are', async () => {
    const { webhookSecrets, adminTokens } = readEnvironment(variablesOf(await keygen()), () => '');
    expect(webhookSecrets).toHaveLength(1);
    expect(adminTokens).toMatchObject([{ name: 'operator', role: 'operate' }]);
  });

  test('prints the hash of the token, not the token, for the service', async () => {
    const printed = await keygen('--name', 'wallboard', '--role', 'read');
    const sha256 = createHash('sha256').update(tokenOf(printed)).digest('hex');
    expect(variablesOf(printed)['ADMIN_TOKENS']).toBe(`wallboard:read:${sha256}`);
  });

  test('makes 32 bytes of each that nobody can guess', async () => {
    const [one, other] = [await keygen(), await keygen()];
    expect(Buffer.from(variablesOf(one)['WEBHOOK_SECRETS']!.replace('whsec_', ''), 'base64')).toHaveLength(
      32,
    );
    expect(Buffer.from(tokenOf(one), 'base64url')).toHaveLength(32);
    expect(tokenOf(one)).not.toBe(tokenOf(other));
    expect(variablesOf(one)['WEBHOOK_SECRETS']).not.toBe(variablesOf(other)['WEBHOOK_SECRETS']);
  });

  test.each([
    [['--role', 'admin'], /--role must be one of read, operate/],
    [['--name', 'a:b'], /--name takes/],
    [['--name', ''], /--name takes/],
    [['now'], /what is 'now'/],
  ])('refuses %j', async (args, message) => {
    await expect(keygen(...args)).rejects.toThrow(UsageError);
    await expect(keygen(...args)).rejects.toThrow(message);
  });
});
