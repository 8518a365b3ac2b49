import { createHash, randomBytes } from 'node:crypto';
import { type Role, roles } from '../config/environment-token.ts';
import { type CommandSurroundings, exitCodes, UsageError } from './command.ts';
import { readArguments, takeNone } from './read-arguments.ts';
import { writeText } from './text-streams.ts';

export const usage = `Usage: sla-bridge keygen [--name NAME] [--role read|operate]

Makes a webhook secret and an admin token, as lines for an environment file. Nothing is stored: keep what is printed.

  --name NAME   whose token it is, as the audit trail shows it (default operator)
  --role ROLE   read: look at everything; operate: act as well (default operate)
  --help        this text
`;

/** The usual length of a webhook secret, and far more than can be guessed. */
const KEY_BYTES = 32;

/** Makes `length` bytes that nobody can guess. */
export type RandomBytes = (length: number) => Buffer;

/** `sla-bridge keygen`: prints a webhook secret and an admin token. */
export async function run(
  args: readonly string[],
  around: CommandSurroundings,
  random: RandomBytes = randomBytes,
): Promise<number> {
  const { name, role } = readKeygenArguments(args);
  const token = random(KEY_BYTES).toString('base64url');
  await writeText(
    around.stdout,
    [
      '# Signs webhooks: give the same secret to whatever in ServiceNow sends them.',
      `WEBHOOK_SECRETS=whsec_${random(KEY_BYTES).toString('base64')}`,
      `# The token of ${name}, to be sent as "Authorization: Bearer …"; it cannot be shown again:`,
      `#   ${token}`,
      '# All that the service is told of it is its SHA-256:',
      `ADMIN_TOKENS=${name}:${role}:${createHash('sha256').update(token).digest('hex')}`,
      '',
    ].join('\n'),
  );
  return exitCodes.done;
}

const options = {
  name: { type: 'string', default: 'operator' },
  role: { type: 'string', default: 'operate' },
} as const;

function readKeygenArguments(args: readonly string[]): { readonly name: string; readonly role: Role } {
  const { values, positionals } = readArguments(args, options);
  takeNone(positionals);
  const role = roles.find((known) => known === values.role);
  if (role === undefined) throw new UsageError(`--role must be one of ${roles.join(', ')}`);
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(values.name)) {
    throw new UsageError('--name takes up to 64 letters, digits and . _ -');
  }
  return { name: values.name, role };
}
