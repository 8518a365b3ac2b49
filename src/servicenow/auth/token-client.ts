import type { Instant } from '../../time/instant.ts';
import type { Judgement, Reply } from '../reply.ts';
import { isServiceNowError } from '../servicenow-error.ts';
import type { HttpRequest } from '../transport-client.ts';
import type { Credential } from './credential.ts';
import type { OAuthSettings } from './credential-settings.ts';
import { signAssertion } from './jwt-assertion.ts';
import { describeGrant, describeRefresh, type Grant, judgeTokenReply, type Token } from './token.ts';

export interface TokenClientParts {
  /** Sends one request and has its answer judged; throws `ServiceNowError`. */
  ask(request: HttpRequest, judge: (reply: Reply) => Judgement<Token>): Promise<{ readonly result: Token }>;
  /** Our clock. */
  now(): Instant;
  /** The instance's clock minus ours. */
  skewMs(): number;
  /** A fresh unique text. */
  randomId(): string;
}

/**
 * A credential that fetches a token, uses it until a minute before its end and then fetches the next. However many
 * requests need one at the same time, one is fetched.
 */
export function makeTokenCredential(settings: OAuthSettings, parts: TokenClientParts): Credential {
  let token: Token | null = null;
  let renewal: Promise<Token> | null = null;

  function renew(): Promise<Token> {
    renewal ??= fetchToken(settings, parts, token)
      .then((fetched) => {
        token = fetched;
        return fetched;
      })
      .finally(() => {
        renewal = null;
      });
    return renewal;
  }

  async function current(): Promise<Token> {
    const held = token;
    if (held === null || parts.now() >= held.expiresAt) return renew();
    if (parts.now() < held.renewAt) return held;
    // It is due but still good: if no new one is to be had, the next request tries again.
    return renew().catch(() => held);
  }

  return {
    async headers() {
      return bearer(await current());
    },
    async onUnauthorized(used) {
      // Another request may have fetched a new one meanwhile.
      if (token !== null && bearer(token)['Authorization'] === used['Authorization']) {
        token = { ...token, expiresAt: 0, renewAt: 0 };
      }
      return true;
    },
  };
}

function bearer(token: Token): Record<string, string> {
  return { Authorization: `Bearer ${token.accessToken}` };
}

/** A refresh token first, if there is one; it may have died, so its refusal is not the end. */
async function fetchToken(
  settings: OAuthSettings,
  parts: TokenClientParts,
  previous: Token | null,
): Promise<Token> {
  const refreshToken = previous?.refreshToken ?? null;
  if (refreshToken !== null) {
    try {
      return await askForToken(describeRefresh(settings, refreshToken), parts, previous);
    } catch (error) {
      if (!isServiceNowError(error, 'servicenow-unauthorized')) throw error;
    }
  }
  return askForToken(describeGrant(settings, makeAssertion(settings, parts)), parts, null);
}

function makeAssertion(settings: OAuthSettings, parts: TokenClientParts): string {
  if (settings.kind !== 'oauth-jwt') return '';
  const { clientId, subject, keyId, privateKey } = settings;
  const at = parts.now() + parts.skewMs();
  return signAssertion({ clientId, subject, keyId, id: parts.randomId(), at }, privateKey);
}

async function askForToken(grant: Grant, parts: TokenClientParts, previous: Token | null): Promise<Token> {
  const request: HttpRequest = {
    method: 'POST',
    path: '/oauth_token.do',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(grant).toString(),
  };
  const { result } = await parts.ask(request, (reply) => judgeTokenReply(reply, parts.now(), previous));
  return result;
}
