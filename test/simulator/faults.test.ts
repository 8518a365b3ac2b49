import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/simulator/faults/fault.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type Answer, ask, CASES, insertCase, start, tablePath } from './support.ts';

const LIST = `/api/now/table/${CASES}`;

async function struckBy(order: FaultOrder, count = 10): Promise<{ simulator: Simulator; answer: Answer }> {
  const simulator = await start();
  simulator.generate({ count });
  simulator.faults.add(order);
  return { simulator, answer: await ask(simulator, LIST) };
}

/** What becomes of a PATCH: an answer's status, or `broken`; and whether the note was written all the same. */
async function writeNote(order: FaultOrder): Promise<{ outcome: number | 'broken'; isWritten: boolean }> {
  const simulator = await start();
  const sysId = insertCase(simulator);
  simulator.faults.add(order);
  const outcome = await fetch(`${simulator.url}${LIST}/${sysId}`, {
    method: 'PATCH',
    headers: { authorization: 'Basic c2xhLmJyaWRnZTpkZW1v', 'content-type': 'application/json' },
    body: JSON.stringify({ work_notes: 'note' }),
    signal: AbortSignal.timeout(80),
  }).then(
    (response) => response.status,
    () => 'broken' as const,
  );
  return { outcome, isWritten: simulator.instance.journal(sysId).length === 1 };
}

describe('a write that goes wrong before anything has happened', () => {
  it.each<[string, number | 'broken']>([
    ['timeout', 'broken'],
    ['reset', 'broken'],
    ['status', 500],
    ['maintenance', 503],
    ['session-busy', 202],
    ['unauthorized', 401],
    ['rate-limited', 429],
    ['overloaded', 429],
    ['cancelled', 500],
    ['business-rule', 403],
    ['acl-denied', 403],
    ['hibernating', 200],
  ])('%s leaves no note', async (kind, outcome) => {
    expect(await writeNote({ kind })).toEqual({ outcome, isWritten: false });
  });
});

describe('a write that goes wrong after it has been carried out', () => {
  it.each<[string, number | 'broken']>([
    ['timeout-after-commit', 'broken'],
    ['reset-after-commit', 'broken'],
    ['cancelled-after-commit', 500],
    ['forbidden-after-commit', 403],
    ['maintenance-after-commit', 503],
  ])('%s leaves the note', async (kind, outcome) => {
    expect(await writeNote({ kind })).toEqual({ outcome, isWritten: true });
  });
});

describe('an answer that is not what it should be', () => {
  it('may be a web page with status 200', async () => {
    const { answer } = await struckBy({ kind: 'hibernating' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.json).toBeUndefined();
  });

  it('may say how long to wait', async () => {
    const { answer } = await struckBy({ kind: 'rate-limited', retryAfterSeconds: 7 });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    const { answer: silent } = await struckBy({ kind: 'overloaded' });
    expect([silent.status, silent.headers.get('retry-after'), silent.text]).toEqual([429, null, '']);
  });

  it('may be JSON that stops, or that is damaged, though the transfer was whole', async () => {
    for (const kind of ['truncated-json', 'damaged-json']) {
      const { answer } = await struckBy({ kind });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.json).toBeUndefined();
      expect(answer.text.length).toBeGreaterThan(100);
    }
  });

  it('may end in a stray text and an error after status 200 has left', async () => {
    const { answer } = await struckBy({ kind: 'cancelled-mid-stream' });
    expect(answer.status).toBe(200);
    expect(answer.json).toBeUndefined();
    expect(answer.text).toMatch(
      /^\{"result":\[\{.*\}""\],"error":\{"detail":".*","message":"Transaction cancelled/,
    );
    expect(answer.text.endsWith('"status":"failure"}')).toBe(true);
  });

  it('may be valid JSON with rows and an error side by side', async () => {
    const { answer } = await struckBy({ kind: 'result-and-error' });
    expect(answer.at('result.length')).toBe(6);
    expect(answer.at('error.message')).toContain('Transaction cancelled');
  });

  it('may lack rows, repeat them, or announce a wrong number', async () => {
    const outcome = ({ answer }: { answer: Answer }) => [
      answer.at('result.length'),
      answer.headers.get('x-total-count'),
    ];
    expect(outcome(await struckBy({ kind: 'rows-dropped', rows: 3 }))).toEqual([7, '10']);
    expect(outcome(await struckBy({ kind: 'rows-repeated', rows: 2 }))).toEqual([12, '10']);
    expect(outcome(await struckBy({ kind: 'wrong-total', by: 5 }))).toEqual([10, '15']);
  });

  it('may break off in the middle', async () => {
    await expect(struckBy({ kind: 'connection-cut' })).rejects.toThrow();
  });

  it('may drip', async () => {
    const simulator = await start();
    simulator.generate({ count: 1 });
    simulator.faults.add({ kind: 'slow-drip', bytesPerSecond: 1000 });
    const wanted = tablePath(CASES, { sysparm_fields: 'number,short_description' });
    const begun = performance.now();
    const answer = await ask(simulator, wanted);
    expect(answer.at('result.0.number')).toBe('CS0001001');
    expect(performance.now() - begun).toBeGreaterThan(40);
  });
});

describe('a fault that was ordered', () => {
  const statuses = async (simulator: Simulator, paths: readonly string[]): Promise<number[]> => {
    const seen: number[] = [];
    for (const path of paths) seen.push((await ask(simulator, path)).status);
    return seen;
  };

  it('strikes once, so many times, or always, and lets the first pass where it shall', async () => {
    const simulator = await start();
    const paths = Array.from({ length: 4 }, () => LIST);
    simulator.faults.add({ kind: 'maintenance' });
    expect(await statuses(simulator, paths)).toEqual([503, 200, 200, 200]);
    simulator.faults.add({ kind: 'maintenance', times: 2, skip: 1 });
    expect(await statuses(simulator, paths)).toEqual([200, 503, 503, 200]);
    simulator.faults.add({ kind: 'maintenance', times: 'always' });
    expect(await statuses(simulator, paths)).toEqual([503, 503, 503, 503]);
    simulator.faults.clear();
    expect(await statuses(simulator, paths)).toEqual([200, 200, 200, 200]);
  });

  it('meets only the requests it is meant for', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    simulator.faults.add({ kind: 'maintenance', times: 'always', match: { table: 'incident' } });
    simulator.faults.add({ kind: 'cancelled', times: 'always', match: { operation: ['get', 'aggregate'] } });
    simulator.faults.add({ kind: 'unauthorized', times: 'always', match: { query: 'sysparm_offset=5' } });
    const paths = [LIST, `${LIST}/${sysId}`, '/api/now/table/incident', `${LIST}?sysparm_offset=5`];
    expect(await statuses(simulator, paths)).toEqual([200, 500, 503, 401]);
  });

  it('strikes by chance, the same chance for the same seed', async () => {
    const strike = async (): Promise<number[]> => {
      const simulator = await start({ seed: 'chance' });
      simulator.faults.add({ kind: 'maintenance', probability: 0.5 });
      return statuses(
        simulator,
        Array.from({ length: 20 }, () => LIST),
      );
    };
    const first = await strike();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await strike()).toEqual(first);
  });

  it('is recorded with the request it struck', async () => {
    const { simulator } = await struckBy({ kind: 'cancelled-after-commit' });
    expect(simulator.requests.all()).toMatchObject([{ fault: 'cancelled-after-commit', status: 500 }]);
  });

  it('must be of a known kind', async () => {
    const simulator = await start();
    expect(() => simulator.faults.add({ kind: 'nonsense' })).toThrow('Unknown fault nonsense');
  });
});
