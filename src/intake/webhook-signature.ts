import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';

/** The headers of the Standard Webhooks specification, as they were sent. */
export interface WebhookHeaders {
  readonly id: string | undefined;
  /** Whole seconds since 1970. */
  readonly timestamp: string | undefined;
  /** One or more signatures, each `v1,` and base64, with spaces between them. */
  readonly signature: string | undefined;
}

/** The same for the API's document. */
export const SignatureHeaders = z.object({
  'webhook-id': z
    .string()
    .max(120)
    .meta({ description: 'The same for every attempt.', examples: ['msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'] }),
  'webhook-timestamp': z
    .string()
    .meta({ description: 'Seconds since 1970, at most 300 off.', examples: ['1772619330'] }),
  'webhook-signature': z.string().meta({ examples: ['v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='] }),
});

export type SignatureFault = 'missing' | 'invalid' | 'stale';

export type SignatureCheck =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly fault: SignatureFault };

/**
 * Checks headers and raw body. `clocks` are the clocks by which the sender may go: ours, and the instance's, which may
 * be off; the timestamp has to be near one of them.
 */
export type CheckSignature = (
  headers: WebhookHeaders,
  body: Buffer,
  clocks: readonly Instant[],
) => SignatureCheck;

/** A delivery may be this much older or newer than now; together with remembered ids that keeps it from being replayed. */
const TOLERANCE_SECONDS = (5 * MINUTE_MS) / SECOND_MS;
const WHOLE_SECONDS = /^[1-9]\d{0,11}$/;

/** Any of the secrets (`whsec_…`) may have signed, so that one can take the place of another without a gap. */
export function makeSignatureCheck(secrets: readonly string[]): CheckSignature {
  const keys = secrets.map((secret) => new Webhook(secret));
  return ({ id, timestamp, signature }, body, clocks) => {
    if (!id || !timestamp || !signature) return { ok: false, fault: 'missing' };
    if (!WHOLE_SECONDS.test(timestamp)) return { ok: false, fault: 'invalid' };
    const signedAt = Number(timestamp) * SECOND_MS;
    if (!clocks.some((now) => isNear(signedAt, now))) return { ok: false, fault: 'stale' };
    const text = decodeExactly(body);
    if (text === null) return { ok: false, fault: 'invalid' };
    const expected = keys.map((key) => key.sign(id, new Date(signedAt), text));
    return isAnyOf(signature.split(' '), expected) ? { ok: true, id } : { ok: false, fault: 'invalid' };
  };
}

function isNear(signedAt: Instant, now: Instant): boolean {
  return Math.abs(Math.floor(now / SECOND_MS) - signedAt / SECOND_MS) <= TOLERANCE_SECONDS;
}

/** The library signs text. Bytes that are not exactly some text are not what anybody signed. */
function decodeExactly(body: Buffer): string | null {
  const text = body.toString('utf8');
  return Buffer.from(text, 'utf8').equals(body) ? text : null;
}

/** Every pair is compared, each in constant time, so that the time taken says nothing about any of them. */
function isAnyOf(given: readonly string[], expected: readonly string[]): boolean {
  let found = false;
  for (const one of given) {
    for (const other of expected) found = isSame(one, other) || found;
  }
  return found;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
