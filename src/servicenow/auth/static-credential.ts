import type { Credential } from './credential.ts';
import type { CredentialSettings, OAuthSettings } from './credential-settings.ts';

type StaticSettings = Exclude<CredentialSettings, OAuthSettings>;

/** A credential that never changes: name and password, an API key, or a TLS certificate, which needs no header at all. */
export function makeStaticCredential(settings: StaticSettings): Credential {
  const headers = describeHeaders(settings);
  return { headers: async () => headers, onUnauthorized: async () => false };
}

function describeHeaders(settings: StaticSettings): Readonly<Record<string, string>> {
  if (settings.kind === 'api-key') return { 'x-sn-apikey': settings.apiKey };
  if (settings.kind === 'mtls') return {};
  const pair = Buffer.from(`${settings.username}:${settings.password}`, 'utf8').toString('base64');
  return { Authorization: `Basic ${pair}` };
}
