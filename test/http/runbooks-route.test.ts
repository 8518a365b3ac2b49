import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { registerRunbooks } from '../../src/http/runbooks-route.ts';
import { makeServer } from './make-server.ts';

async function ask(url: string) {
  const { server } = await makeServer();
  registerRunbooks(server);
  return server.inject(url);
}

it('the runbook of an alert is shown as it is written, under the name of the alert', async () => {
  const written = new URL('../../docs/runbooks/SlaBridgePollStale.md', import.meta.url);

  const shown = await ask('/runbooks/SlaBridgePollStale');

  expect(shown.statusCode).toBe(200);
  expect(shown.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(shown.body).toBe(readFileSync(written, 'utf8'));
});

it('the list of runbooks names each', async () => {
  expect((await ask('/runbooks')).body).toContain('SlaBridgePollStale');
});

it.each([
  '/runbooks/SlaBridgeNothing',
  '/runbooks/..%2Ferrors',
  '/runbooks/constructor',
])('nothing else is shown: %s', async (url) => {
  expect((await ask(url)).statusCode).toBe(404);
});
