import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';

export class DataDirInUse extends Error {
  readonly code = 'data-dir-in-use';
  constructor(dataDir: string) {
    super(
      `DATA_DIR ${dataDir} is used by another running sla-bridge; stop that one, or give this one a folder of its own.`,
    );
  }
}

/**
 * Takes a folder for this process alone: two embedded engines in one folder destroy it. The lock is a socket without a
 * file (Linux), so the kernel takes it back however the process ends, and nothing left behind can prevent a start.
 * Returns what gives it back. Throws {@link DataDirInUse}. Elsewhere than on Linux it does nothing.
 */
export function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  mkdirSync(dataDir, { recursive: true });
  if (process.platform !== 'linux') return Promise.resolve(async () => {});
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 32);
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', () => reject(new DataDirInUse(dataDir)));
    server.listen(`\0sla-bridge-${name}`, () => {
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}
