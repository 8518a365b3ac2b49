import { spawnSync } from 'node:child_process';

/** Whether a program of Prometheus or Alertmanager is installed; tests that need one are skipped visibly without it. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version']).error === undefined;
}

/** Runs one to its end. */
export function runTool(
  name: string,
  args: readonly string[],
  cwd: string,
): { code: number; output: string } {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd, encoding: 'utf8' });
  return { code: status ?? -1, output: `${stdout}${stderr}` };
}
