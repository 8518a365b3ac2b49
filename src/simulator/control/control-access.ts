import type { Account, OAuthClient } from '../access/accounts.ts';
import type { ControlAnswer } from './control-context.ts';

/** `POST /tokens/revoke {"what": "access"|"all"}`: clients have to log in anew. */
export const answerTokens: ControlAnswer = ({ body }, { oauth }) => {
  const { what = 'access' } = body as { what?: 'access' | 'all' };
  oauth.revokeAll(what);
  return { revoked: what };
};

interface NewCredentials {
  readonly accounts?: readonly (Partial<Account> & { userName: string })[];
  readonly oauthClients?: readonly OAuthClient[];
  /** API key → user name. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** Key id → public key in PEM. */
  readonly jwtKeys?: Readonly<Record<string, string>>;
  /** Common name → user name. */
  readonly certificates?: Readonly<Record<string, string>>;
}

/** `POST /credentials`: adds accounts, OAuth clients, keys; one that is known by its name is replaced. */
export const answerCredentials: ControlAnswer = ({ body }, { access, database }) => {
  const given = body as NewCredentials;
  for (const account of given.accounts ?? []) {
    const known = access.accounts.findIndex(({ userName }) => userName === account.userName);
    const complete = {
      ...(access.accounts[known] ?? newAccount(account.userName, database.mintSysId())),
      ...account,
    };
    access.accounts.splice(known < 0 ? access.accounts.length : known, known < 0 ? 0 : 1, complete);
  }
  for (const client of given.oauthClients ?? []) {
    const known = access.oauthClients.findIndex(({ clientId }) => clientId === client.clientId);
    access.oauthClients.splice(known < 0 ? access.oauthClients.length : known, known < 0 ? 0 : 1, client);
  }
  for (const [key, userName] of Object.entries(given.apiKeys ?? {})) access.apiKeys.set(key, userName);
  for (const [keyId, pem] of Object.entries(given.jwtKeys ?? {})) access.jwtKeys.set(keyId, pem);
  for (const [name, userName] of Object.entries(given.certificates ?? {}))
    access.certificates.set(name, userName);
  return { accounts: access.accounts.map(({ userName, roles }) => ({ userName, roles })) };
};

function newAccount(userName: string, sysId: string): Account {
  return { userName, password: 'demo', sysId, name: userName, roles: [], timeZone: 'UTC', basicAuth: true };
}
