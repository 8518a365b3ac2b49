import { expect, it } from 'vitest';
import { asJson } from '../../src/explanation/as-json.ts';

it('writes every instant as text, whatever its name ends in, and nothing else', () => {
  const at = Date.UTC(2026, 1, 2, 10);
  const held = { at, dueAt: at, fromAt: at, acknowledgedUntil: at, elapsedMs: at, stoppedAt: null };

  expect(asJson({ episode: held, list: [held] })['list']).toEqual([
    {
      at: '2026-02-02T10:00:00.000Z',
      dueAt: '2026-02-02T10:00:00.000Z',
      from: '2026-02-02T10:00:00.000Z',
      acknowledgedUntil: '2026-02-02T10:00:00.000Z',
      elapsedMs: at,
      stoppedAt: null,
    },
  ]);
});
