import { Agent, request } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { certificates } from './certificates.ts';
import { basic, start } from './support.ts';

const TLS = { ...certificates.server, ca: certificates.authority };

interface Client {
  readonly cert?: string;
  readonly key?: string;
  readonly authorization?: string;
}

function get(
  simulator: Simulator,
  { cert, key, authorization }: Client,
): Promise<{ status: number; body: string }> {
  const agent = new Agent({ ca: certificates.authority, ...(cert === undefined ? {} : { cert, key }) });
  const headers = authorization === undefined ? {} : { authorization };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${simulator.url}/api/now/table/sn_customerservice_case`,
      { agent, headers },
      async (answer) => {
        let body = '';
        for await (const chunk of answer) body += chunk;
        agent.destroy();
        resolve({ status: answer.statusCode ?? 0, body });
      },
    );
    sent.on('error', reject).end();
  });
}

describe('an instance behind TLS', () => {
  it('speaks https and links to itself that way', async () => {
    const simulator = await start({ tls: TLS });
    simulator.instance.insert('sn_customerservice_case', {});
    const { status, body } = await get(simulator, { authorization: basic('sla.bridge') });
    expect(simulator.url).toMatch(/^https:/);
    expect(status).toBe(200);
    expect(body).toContain(`${simulator.url}/api/now/table/sys_user_group/global`);
  });

  it('knows a client by its certificate', async () => {
    const simulator = await start({ tls: TLS });
    expect((await get(simulator, certificates.client)).status).toBe(200);
    expect((await get(simulator, {})).status).toBe(401);
  });

  it('lets in nobody whose certificate speaks for no user', async () => {
    const simulator = await start({ tls: TLS });
    simulator.access.certificates.clear();
    expect((await get(simulator, certificates.client)).status).toBe(401);
  });
});
