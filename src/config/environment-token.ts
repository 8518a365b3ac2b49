import { z } from 'zod';
import { type Secret, secret } from './environment-secret.ts';

/** `read` may look, `operate` may act as well. */
export const roles = ['read', 'operate'] as const;
export type Role = (typeof roles)[number];

/** One who may use the admin API. Of the token itself only its hash is known. */
export interface AdminToken {
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the token's UTF-8 bytes, 64 lower-case hex digits. */
  readonly sha256: string;
}

const ADMIN_ENTRY = /^([A-Za-z0-9._-]{1,64}):(read|operate):([0-9a-fA-F]{64})$/;
const WEBHOOK_ENTRY = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** `name:role:hex`, comma-separated. Entries are named by their place in the list, never by their content. */
export const adminTokens = z.string().transform((text, context): AdminToken[] => {
  const tokens = splitList(text).flatMap((entry, index) => {
    const [, name, role, hex] = ADMIN_ENTRY.exec(entry) ?? [];
    if (hex !== undefined) return [{ name: name!, role: role as Role, sha256: hex.toLowerCase() }];
    context.addIssue(`has a malformed entry (entry ${index + 1})`);
    return [];
  });
  if (hasRepeats(tokens.map((token) => token.name))) context.addIssue('has two entries of one name');
  if (hasRepeats(tokens.map((token) => token.sha256))) context.addIssue('has two entries of one token');
  return tokens;
});

/** `whsec_` + base64 of 24 to 64 bytes, comma-separated; several at once, so that a secret can be changed without a gap. */
export const webhookSecrets = z.string().transform((text, context): Secret[] =>
  splitList(text).flatMap((entry, index) => {
    if (isWebhookSecret(entry)) return [secret(entry)];
    context.addIssue(`has a malformed entry (entry ${index + 1})`);
    return [];
  }),
);

function isWebhookSecret(entry: string): boolean {
  const base64 = WEBHOOK_ENTRY.exec(entry)?.[1];
  if (base64 === undefined) return false;
  const bytes = Buffer.from(base64, 'base64');
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === base64.replace(/=+$/, '');
  return isWhole && bytes.length >= 24 && bytes.length <= 64;
}

/** A trailing comma is forgiven: lists are often put together by scripts. */
function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function hasRepeats(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}
