import type { ApiRequest } from '../api/exchange.ts';
import { type AccessList, type Account, findAccount } from './accounts.ts';
import type { OAuth } from './oauth.ts';

/** Who sends the request; null if nobody known does. */
export function authenticate(request: ApiRequest, access: AccessList, oauth: OAuth): Account | null {
  const { authorization = '' } = request.headers;
  const apiKey = request.headers['x-sn-apikey'] ?? request.url.searchParams.get('x-sn-apikey');
  const [scheme = '', credential = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'bearer') return oauth.accountOf(credential);
  if (scheme.toLowerCase() === 'basic') return checkBasic(credential, access);
  if (typeof apiKey === 'string') return findAccount(access, access.apiKeys.get(apiKey));
  if (request.certificateName !== null) {
    return findAccount(access, access.certificates.get(request.certificateName));
  }
  return null;
}

function checkBasic(credential: string, access: AccessList): Account | null {
  const text = Buffer.from(credential, 'base64').toString('utf8');
  const separator = text.indexOf(':');
  const account = findAccount(access, text.slice(0, separator));
  if (account === null || account.password !== text.slice(separator + 1)) return null;
  return account.basicAuth ? account : null;
}
