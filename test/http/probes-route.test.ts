import { describe, expect, it } from 'vitest';
import { createHealth, type HealthCheck, type Measurement } from '../../src/http/health.ts';
import { registerProbes } from '../../src/http/probes-route.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { makeServer } from './make-server.ts';

function check(component: string, isEssential: boolean, measure: HealthCheck['measure']): HealthCheck {
  return { component, measurement: 'state', componentType: 'component', isEssential, measure };
}

async function makeProbes(checks: HealthCheck[], isStarted = () => true) {
  const made = await makeServer();
  const time = virtualTime(0);
  const health = createHealth({ checks, time, log: made.logger });
  registerProbes(made.server, { health, draining: made.draining, isStarted });
  const ask = async (url: string) => {
    const response = await made.server.inject(url);
    return [response.statusCode, response.json()];
  };
  return { ...made, time, ask };
}

const passing = (): Measurement => ({ status: 'pass' });

describe('readiness', () => {
  it('passes when every part does', async () => {
    const { ask } = await makeProbes([check('database', true, passing)]);

    expect(await ask('/readyz')).toEqual([200, { status: 'pass', components: { database: 'pass' } }]);
  });

  it('is kept, with a warning, while ServiceNow is down: what comes in is stored all the same', async () => {
    const { ask } = await makeProbes([
      check('database', true, passing),
      check('servicenow', false, () => ({ status: 'fail' })),
    ]);

    expect(await ask('/readyz')).toEqual([
      200,
      { status: 'warn', components: { database: 'pass', servicenow: 'fail' } },
    ]);
  });

  it('is lost with the database, whether it fails, throws or never answers', async () => {
    const failing = await makeProbes([check('database', true, () => ({ status: 'fail' }))]);
    const throwing = await makeProbes([check('database', true, () => Promise.reject(new Error('gone')))]);
    const silent = await makeProbes([check('database', true, () => new Promise(() => {}))]);

    expect((await failing.ask('/readyz'))[0]).toBe(503);
    expect((await throwing.ask('/readyz'))[0]).toBe(503);
    expect(throwing.logged()).toContain('gone');
    const answer = silent.ask('/readyz');
    await new Promise(setImmediate);
    silent.time.advance(2000);
    expect((await answer)[0]).toBe(503);
  });

  it('is not given before everything has been started', async () => {
    const { ask } = await makeProbes([], () => false);

    expect(await ask('/readyz')).toEqual([503, { status: 'fail', reason: 'starting' }]);
    expect(await ask('/startupz')).toEqual([503, { status: 'fail', reason: 'starting' }]);
    expect(await ask('/livez')).toEqual([200, { status: 'pass' }]);
  });

  it('ends at once when the service stops, while liveness goes on', async () => {
    const { ask, draining, server } = await makeProbes([check('database', true, passing)]);

    draining.begin();

    expect(await ask('/readyz')).toEqual([503, { status: 'fail', reason: 'draining' }]);
    expect(await ask('/startupz')).toEqual([503, { status: 'fail', reason: 'draining' }]);
    expect(await ask('/livez')).toEqual([200, { status: 'pass' }]);
    expect((await server.inject('/livez')).headers.connection).toBe('close');
  });
});

describe('many probes', () => {
  it('cost one measurement, and a later one is fresh', async () => {
    let measured = 0;
    const counting = (): Measurement => {
      measured += 1;
      return { status: 'pass' };
    };
    const { ask, time } = await makeProbes([check('database', true, counting)]);

    await Promise.all(Array.from({ length: 20 }, () => ask('/readyz')));
    expect(measured).toBe(1);

    time.advance(500);
    await ask('/readyz');
    expect(measured).toBe(2);
  });

  it('never touch a dependency for liveness', async () => {
    const { ask } = await makeProbes([check('database', true, () => expect.unreachable('it was asked'))]);

    expect(await ask('/livez')).toEqual([200, { status: 'pass' }]);
  });
});
