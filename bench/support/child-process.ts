import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Something that runs in a process of its own, `sla-bridge` as a user would start it for example. */
export interface Child {
  readonly pid: number;
  /** Resolves with the first match in what it writes. Rejects if it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Tells it to stop, and resolves when it has. */
  stop(): Promise<void>;
}

/** Starts a command with this environment only. `nodeOptions` go before it, to profile it for example. */
export function startChild(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Child {
  return startScript('bin/sla-bridge.js', args, environment, nodeOptions);
}

/** Starts a script by its path in the project. */
export function startScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Child {
  const child: ChildProcess = spawn(process.execPath, [...nodeOptions, path.join(root, script), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  let told: () => void = () => {};
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    told();
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    pid: child.pid!,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        told = () => {
          const found = pattern.exec(written);
          if (found !== null) resolve(found);
        };
        told();
        void ended.then(() => reject(new Error(`It has ended.\n${written}`)));
      }),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
