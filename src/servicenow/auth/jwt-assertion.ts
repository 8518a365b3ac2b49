import { createSign } from 'node:crypto';
import type { Instant } from '../../time/instant.ts';
import { MINUTE_MS, SECOND_MS } from '../../time/instant.ts';

export interface AssertionClaims {
  readonly clientId: string;
  readonly subject: string;
  readonly keyId: string;
  /** Unique, so that the assertion can be used once. */
  readonly id: string;
  /** The instance's time, not ours: it judges the expiry. */
  readonly at: Instant;
}

const LIFETIME_MS = 5 * MINUTE_MS;

/** A signed JWT (RS256) that asks for a token in the name of `subject`. Throws if the private key is no RSA key in PEM. */
export function signAssertion(claims: AssertionClaims, privateKey: string): string {
  const header = { alg: 'RS256', typ: 'JWT', kid: claims.keyId };
  const payload = {
    iss: claims.clientId,
    sub: claims.subject,
    aud: claims.clientId,
    iat: Math.floor(claims.at / SECOND_MS),
    exp: Math.floor((claims.at + LIFETIME_MS) / SECOND_MS),
    jti: claims.id,
  };
  const signed = `${encodePart(header)}.${encodePart(payload)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

function encodePart(part: object): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
}
