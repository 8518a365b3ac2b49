import { z } from 'zod';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../time/instant.ts';
import type { Judgement, Reply, ReplyFault } from '../reply.ts';
import type { OAuthSettings } from './credential-settings.ts';

/** A token as `/oauth_token.do` gives it out. */
export interface Token {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** When it is renewed, before it expires. */
  readonly renewAt: Instant;
  readonly expiresAt: Instant;
}

const RENEW_BEFORE_EXPIRY_MS = MINUTE_MS;
const SHORTEST_LIFETIME_SECONDS = 2;

const TokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().nonnegative(),
});

/**
 * Judges the answer of the token endpoint; `previous` keeps its refresh token where none is sent. The words of a refusal
 * stay unseen: some instances repeat the client's name in them.
 */
export function judgeTokenReply(reply: Reply, at: Instant, previous: Token | null): Judgement<Token> {
  if (reply.status !== 200) return { ok: false, fault: judgeRefusal(reply.status) };
  const token = readToken(reply.body, at, previous);
  if (token !== null) return { ok: true, result: token };
  const message = 'The answer holds no token; is the instance hibernating?';
  return { ok: false, fault: { code: 'servicenow-bad-body', message } };
}

function judgeRefusal(status: number): ReplyFault {
  if (status === 429) {
    return {
      code: 'servicenow-rate-limited',
      message: 'ServiceNow limits how often we ask for tokens (HTTP 429).',
    };
  }
  if (status >= 500) {
    return {
      code: 'servicenow-server-error',
      message: `ServiceNow failed to give out a token (HTTP ${status}).`,
    };
  }
  return {
    code: 'servicenow-unauthorized',
    message:
      `ServiceNow gives out no token (HTTP ${status}). Check the client id, the secret or key, the user, and that the ` +
      'grant type is enabled on the instance.',
  };
}

function readToken(body: string, at: Instant, previous: Token | null): Token | null {
  const parsed = TokenReply.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { access_token: accessToken, refresh_token, expires_in } = parsed.data;
  const lifetimeMs = Math.max(SHORTEST_LIFETIME_SECONDS, expires_in) * SECOND_MS;
  // ServiceNow hands out the token in force until it expires, so the last minute must not become a stream of renewals.
  const renewAt = at + Math.max(lifetimeMs - RENEW_BEFORE_EXPIRY_MS, lifetimeMs / 2);
  const refreshToken = refresh_token ?? previous?.refreshToken ?? null;
  return { accessToken, refreshToken, renewAt, expiresAt: at + lifetimeMs };
}

/** The form fields that ask for a token. */
export type Grant = Readonly<Record<string, string>>;

/** Asks with the long-lived secret. `assertion` is needed for `oauth-jwt` only. */
export function describeGrant(settings: OAuthSettings, assertion: string): Grant {
  if (settings.kind === 'oauth-client-credentials') {
    return { grant_type: 'client_credentials', ...describeClient(settings) };
  }
  if (settings.kind === 'oauth-password') {
    const { username, password } = settings;
    return { grant_type: 'password', ...describeClient(settings), username, password };
  }
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ...describeClient(settings),
    assertion,
  };
}

/** Asks with the refresh token, which spares the password a journey. */
export function describeRefresh(settings: OAuthSettings, refreshToken: string): Grant {
  return { grant_type: 'refresh_token', ...describeClient(settings), refresh_token: refreshToken };
}

function describeClient(settings: OAuthSettings): Record<string, string> {
  const { clientId, clientSecret } = settings;
  return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
