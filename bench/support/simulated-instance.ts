import { startChild } from './child-process.ts';

/** A simulated instance in a process of its own, so that it takes no time of the process that is measured. */
export interface SimulatedInstance {
  readonly url: string;
  /** What the service is told so that it works on it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: { readonly username: string; readonly password: string };
  control<Answer>(method: string, route: string, body?: object): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startInstance(): Promise<SimulatedInstance> {
  const child = startChild(['simulator', '--port', '0', '--empty']);
  const [, url] = await child.says(/instance at (http:\S+)/);
  const [, username, password] = await child.says(/user and password\s+(\S+) \/ (\S+)/);
  const [, controlUrl] = await child.says(/control API\s+(\S+)\//);
  return {
    url: url!,
    credentials: { username: username!, password: password! },
    environment: {
      SERVICENOW_URL: url!,
      SERVICENOW_AUTH: 'basic',
      SERVICENOW_USERNAME: username!,
      SERVICENOW_PASSWORD: password!,
    },
    async control(method, route, body) {
      const headers = { 'content-type': 'application/json' };
      const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
      const response = await fetch(`${controlUrl}${route}`, init);
      if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    stop: () => child.stop(),
  };
}
