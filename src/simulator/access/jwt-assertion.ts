import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { type AccessList, findAccount, type OAuthClient } from './accounts.ts';

interface Assertion {
  readonly header: { readonly alg?: string; readonly kid?: string };
  readonly claims: {
    readonly iss?: string;
    readonly sub?: string;
    readonly aud?: string;
    readonly exp?: number;
    readonly iat?: number;
  };
  readonly signed: string;
  readonly signature: Buffer;
}

/**
 * The user a signed JWT speaks for, or null. `iss` and `aud` must be the client, `sub` a user name, e-mail address or
 * `sys_id`; `exp` must lie ahead. RS and ES signatures are checked with the registered key of that `kid`, HS with the
 * client's secret.
 */
export function verifyAssertion(
  token: string,
  client: OAuthClient,
  access: AccessList,
  now: number,
): string | null {
  const assertion = readAssertion(token);
  if (assertion === null || !isSignedProperly(assertion, client, access)) return null;
  const { iss, sub, aud, exp } = assertion.claims;
  if (iss !== client.clientId || aud === undefined || exp === undefined || exp * 1000 <= now) return null;
  const account =
    findAccount(access, sub) ??
    access.accounts.find(({ sysId, userName }) => sub === sysId || sub === `${userName}@example.com`);
  return account?.userName ?? null;
}

function readAssertion(token: string): Assertion | null {
  const [header, claims, signature] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined) return null;
  try {
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString()),
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString()),
      signed: `${header}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return null;
  }
}

function isSignedProperly(assertion: Assertion, client: OAuthClient, access: AccessList): boolean {
  const match = /^(RS|ES|HS)(256|384|512)$/.exec(assertion.header.alg ?? '');
  if (match === null) return false;
  const [, family, bits] = match;
  if (family === 'HS') {
    const expected = createHmac(`sha${bits}`, client.clientSecret).update(assertion.signed).digest();
    return expected.length === assertion.signature.length && timingSafeEqual(expected, assertion.signature);
  }
  const pem = access.jwtKeys.get(assertion.header.kid ?? '');
  if (pem === undefined) return false;
  const key = family === 'ES' ? ({ key: pem, dsaEncoding: 'ieee-p1363' } as const) : pem;
  return verify(`sha${bits}`, Buffer.from(assertion.signed), key, assertion.signature);
}
