import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { CredentialSettings } from '../../../src/servicenow/auth/credential-settings.ts';
import { changesFrom } from '../../../src/servicenow/queries.ts';
import { isServiceNowError } from '../../../src/servicenow/servicenow-error.ts';
import { makeTableClient } from '../../../src/servicenow/table-client.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../src/simulator/simulator.ts';
import { systemTime } from '../../../src/time/time-source.ts';
import { certificates } from '../../simulator/certificates.ts';

const table = 'sn_customerservice_case';
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const client = { clientId: 'sla-bridge-demo', clientSecret: 'demo-client-secret' };
const user = { username: 'sla.bridge', password: 'demo' };

let simulator: Simulator;
afterEach(() => simulator.close());

/** How many cases the credential shows, or why none. */
async function readWith(
  credential: CredentialSettings,
  caPem: string | null = null,
): Promise<number | string> {
  const asked = makeTableClient(
    {
      baseUrl: simulator.url,
      timeoutMs: 5_000,
      maxReplyBytes: 1_000_000,
      credential,
      limits: { concurrency: 2, requestsPerSecond: null },
      caPem,
    },
    { time: systemTime, random: () => 0, randomId: () => 'id', observeExchange: () => {} },
  );
  try {
    const request = { table, query: changesFrom(null, null), fields: ['sys_id'], limit: 10 };
    return (await asked.queryPage(request)).records.length;
  } catch (error) {
    return isServiceNowError(error) ? error.code : String(error);
  } finally {
    asked.close();
  }
}

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSimulator(options);
  simulator.generate({ count: 3 });
  simulator.access.jwtKeys.set('key-1', publicKey);
}

const jwt = { clientId: client.clientId, keyId: 'key-1', subject: 'sla.bridge', privateKey };

describe('every kind of credential', () => {
  it.each<CredentialSettings>([
    { kind: 'basic', ...user },
    { kind: 'oauth-client-credentials', ...client },
    { kind: 'oauth-password', ...client, ...user },
    { kind: 'oauth-jwt', ...jwt },
    { kind: 'api-key', apiKey: 'demo-api-key' },
  ])('opens the instance: $kind', async (credential) => {
    await start();
    expect(await readWith(credential)).toBe(3);
  });

  it.each<CredentialSettings>([
    { kind: 'basic', ...user, password: 'wrong' },
    { kind: 'basic', username: 'sla.interactive', password: 'demo' },
    { kind: 'oauth-client-credentials', ...client, clientSecret: 'wrong' },
    { kind: 'oauth-password', ...client, ...user, password: 'wrong' },
    { kind: 'oauth-jwt', ...jwt, keyId: 'key-2' },
    { kind: 'api-key', apiKey: 'wrong' },
  ])('is said to be rejected where it is wrong: $kind', async (credential) => {
    await start();
    expect(await readWith(credential)).toBe('servicenow-unauthorized');
  });

  it('works with tokens that hardly live', async () => {
    await start({ settings: { accessTokenSeconds: 1 } });
    expect(await readWith({ kind: 'oauth-client-credentials', ...client })).toBe(3);
  });
});

describe('a TLS connection', () => {
  const tls = { ...certificates.server, ca: certificates.authority };

  it('presents the client certificate, which is the whole credential', async () => {
    await start({ tls });
    expect(await readWith({ kind: 'mtls', ...certificates.client, ca: certificates.authority })).toBe(3);
  });

  it('trusts a private authority that is named, with any credential', async () => {
    await start({ tls });
    expect(await readWith({ kind: 'basic', ...user }, certificates.authority)).toBe(3);
  });

  it('sends no credential to an instance that it cannot trust', async () => {
    await start({ tls });
    expect(await readWith({ kind: 'basic', ...user })).toBe('servicenow-tls');
    expect(simulator.requests.all()).toEqual([]);
  });
});
