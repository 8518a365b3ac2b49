import { createHash } from 'node:crypto';
import { startChild } from './child-process.ts';

const token = 'token-of-the-bench';

/** The service in a process of its own. */
export interface Service {
  readonly pid: number;
  readonly url: string;
  ask<Answer>(route: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts the service and resolves when it is ready. */
export async function startService(
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<Service> {
  const hash = createHash('sha256').update(token).digest('hex');
  const settings = {
    ADMIN_TOKENS: `bench:operate:${hash}`,
    PORT: '0',
    RECONCILE_CRON: 'off',
    LOG_LEVEL: 'info',
    ...environment,
  };
  const child = startChild(['serve'], settings, nodeOptions);
  const [, url] = await child.says(/"metrics":"(http:[^"]+)\/metrics"/);
  return {
    pid: child.pid,
    url: url!,
    async ask(route) {
      const response = await fetch(`${url}${route}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    stop: () => child.stop(),
  };
}
