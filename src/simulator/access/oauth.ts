import type { Reply } from '../api/exchange.ts';
import type { Settings } from '../settings.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import { type AccessList, type Account, findAccount, type OAuthClient } from './accounts.ts';
import { verifyAssertion } from './jwt-assertion.ts';

/** Issues and recognises tokens: `/oauth_token.do`. */
export interface OAuth {
  /** Answers a token request; the client may name itself in the form or by basic authentication. */
  answer(form: URLSearchParams, authorization: string): Reply;
  /** The user a live access token stands for. */
  accountOf(token: string): Account | null;
  /** Makes every token issued so far useless. */
  revokeAll(what: 'access' | 'all'): void;
}

interface Token {
  readonly value: string;
  readonly userName: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

export interface OAuthParts {
  readonly access: AccessList;
  readonly settings: Settings;
  readonly clock: InstanceClock;
  /** A new secret text for a token. */
  readonly mintToken: () => string;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export function createOAuth(parts: OAuthParts): OAuth {
  const accessTokens = new Map<string, Token>();
  const refreshTokens = new Map<string, Token>();

  const issue = (kept: Map<string, Token>, client: OAuthClient, userName: string, seconds: number): Token => {
    const now = parts.clock.now();
    const current = [...kept.values()].find(
      (token) => token.userName === userName && token.clientId === client.clientId && token.expiresAt > now,
    );
    // Whoever asks again within a token's life is given the same token.
    if (current !== undefined) return current;
    const value = parts.mintToken();
    const token = { value, userName, clientId: client.clientId, expiresAt: now + seconds * 1000 };
    kept.set(value, token);
    return token;
  };

  return {
    answer(sent, authorization) {
      const form = withHeaderCredentials(sent, authorization);
      const client = findClient(parts.access, form);
      const userName = client === null ? null : authorise(parts, form, client, refreshTokens);
      if (client === null || userName === null) return refused();
      const token = issue(accessTokens, client, userName, parts.settings.accessTokenSeconds);
      const body: Record<string, unknown> = {
        access_token: token.value,
        scope: form.get('scope') ?? 'useraccount',
        token_type: 'Bearer',
        expires_in: Math.max(0, Math.ceil((token.expiresAt - parts.clock.now()) / 1000) - 1),
      };
      if (form.get('grant_type') !== 'refresh_token') {
        const refresh = issue(refreshTokens, client, userName, parts.settings.refreshTokenSeconds);
        body['refresh_token'] = refresh.value;
      }
      return { status: 200, json: body };
    },
    accountOf(value) {
      const token = accessTokens.get(value);
      if (token === undefined || token.expiresAt <= parts.clock.now()) return null;
      return findAccount(parts.access, token.userName);
    },
    revokeAll(what) {
      accessTokens.clear();
      if (what === 'all') refreshTokens.clear();
    },
  };
}

function withHeaderCredentials(form: URLSearchParams, authorization: string): URLSearchParams {
  const [, credential] = /^basic (.+)$/i.exec(authorization) ?? [];
  if (credential === undefined) return form;
  const [clientId = '', clientSecret = ''] = Buffer.from(credential, 'base64').toString('utf8').split(':');
  const complete = new URLSearchParams(form);
  if (!form.has('client_id')) complete.set('client_id', decodeURIComponent(clientId));
  if (!form.has('client_secret')) complete.set('client_secret', decodeURIComponent(clientSecret));
  return complete;
}

function findClient(access: AccessList, form: URLSearchParams): OAuthClient | null {
  const client = access.oauthClients.find((candidate) => candidate.clientId === form.get('client_id'));
  if (client === undefined) return null;
  // A signed assertion proves who the client is; every other grant needs the secret.
  const isProven = form.get('grant_type') === JWT_BEARER || form.get('client_secret') === client.clientSecret;
  return isProven ? client : null;
}

/** The user whom the grant entitles the client to speak for; null if it does not. */
function authorise(
  parts: OAuthParts,
  form: URLSearchParams,
  client: OAuthClient,
  refreshTokens: ReadonlyMap<string, Token>,
): string | null {
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return client.clientCredentials ? client.userName : null;
    case 'password': {
      const account = findAccount(parts.access, form.get('username') ?? undefined);
      return account !== null && account.password === form.get('password') ? account.userName : null;
    }
    case 'refresh_token': {
      const token = refreshTokens.get(form.get('refresh_token') ?? '');
      const isLive = token !== undefined && token.expiresAt > parts.clock.now();
      return isLive && token.clientId === client.clientId ? token.userName : null;
    }
    case JWT_BEARER:
      return verifyAssertion(form.get('assertion') ?? '', client, parts.access, parts.clock.now());
    default:
      return null;
  }
}

/** The same answer whatever was wrong. */
export function refused(): Reply {
  return { status: 401, json: { error_description: 'access_denied', error: 'server_error' } };
}
