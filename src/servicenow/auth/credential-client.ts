import type { TlsMaterial } from '../transport-client.ts';
import type { Credential } from './credential.ts';
import type { CredentialSettings } from './credential-settings.ts';
import { makeStaticCredential } from './static-credential.ts';
import { makeTokenCredential, type TokenClientParts } from './token-client.ts';

/** Makes the credential that `SERVICENOW_AUTH` names; nothing is sent yet. */
export function makeCredential(settings: CredentialSettings, parts: TokenClientParts): Credential {
  switch (settings.kind) {
    case 'basic':
    case 'api-key':
    case 'mtls':
      return makeStaticCredential(settings);
    default:
      return makeTokenCredential(settings, parts);
  }
}

/** What the TLS connection itself presents; a private authority can be trusted with any credential. */
export function presentCertificate(settings: CredentialSettings, caPem: string | null): TlsMaterial {
  const ca = caPem ?? undefined;
  if (settings.kind !== 'mtls') return { ca };
  return { cert: settings.cert, key: settings.key, ca: settings.ca ?? ca };
}
