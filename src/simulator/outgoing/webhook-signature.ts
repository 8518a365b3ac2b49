import { createHmac } from 'node:crypto';

/**
 * The `webhook-signature` header of the Standard Webhooks specification: HMAC-SHA256 over `id.timestamp.body` with the
 * bytes behind `whsec_`.
 */
export function signWebhook(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
