import { expect, it } from 'vitest';
import { registerMetrics } from '../../src/http/metrics-route.ts';
import { makeServer } from './make-server.ts';

it('metrics are given in the format that is asked for', async () => {
  const { server, telemetry } = await makeServer();
  registerMetrics(server, telemetry);

  const plain = await server.inject('/metrics');
  const open = await server.inject({
    url: '/metrics',
    headers: { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3' },
  });

  expect(plain.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(plain.body).toContain('slabridge_build_info');
  expect(open.headers['content-type']).toMatch(/^application\/openmetrics-text/);
  expect(open.body).toMatch(/# EOF\n$/);
});
