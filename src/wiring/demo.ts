import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../config/environment.ts';
import { secret } from '../config/environment-secret.ts';
import { SECOND_MS } from '../time/instant.ts';

/** The demo: a simulated instance beside the service, and a token for looking around. */
export interface Demo {
  /** The environment with the simulated instance as if somebody had configured it. */
  readonly environment: Environment;
  /** Shown once, kept nowhere. */
  readonly token: string;
  stop(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;

/** Starts the simulated instance on a free port of this machine. Its tickets live on, and survive a restart of both. */
export async function startDemo(environment: Environment): Promise<Demo> {
  const { startSimulator } = await import('../simulator/simulator.ts');
  const folder = environment.database.kind === 'pglite' ? environment.database.dataDir : 'data';
  mkdirSync(folder, { recursive: true });
  const simulator = await startSimulator({
    demo: 'living',
    stateFile: path.join(folder, 'simulated-instance.json'),
  });
  const token = randomBytes(24).toString('base64url');
  const sha256 = createHash('sha256').update(token).digest('hex');
  return {
    environment: {
      ...environment,
      serviceNow: {
        url: simulator.url,
        auth: {
          kind: 'basic',
          username: simulator.credentials.userName,
          password: secret(simulator.credentials.password),
        },
        timeoutMs: REQUEST_TIMEOUT_MS,
        caPem: null,
      },
      adminTokens: [...environment.adminTokens, { name: 'demo', role: 'operate', sha256 }],
    },
    token,
    stop: () => simulator.close(),
  };
}
