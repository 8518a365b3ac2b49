import { Writable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines, writeText } from '../../src/commands/text-streams.ts';

async function linesOf(pieces: readonly Uint8Array[]): Promise<string[]> {
  const lines: string[] = [];
  const stream = (async function* () {
    yield* pieces;
  })();
  for await (const batch of readLines(stream)) lines.push(...batch);
  return lines;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('lines are the same wherever the stream is cut, in the middle of a letter too', async () => {
  const cuts = fc.array(fc.nat(40), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const whole = bytes('erste Zeile\nzweite – mit Ümlaut 😀\n\ndritte');
      const ends = [...places.sort((one, other) => one - other), whole.length];
      const pieces = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
      expect(await linesOf(pieces)).toEqual(['erste Zeile', 'zweite – mit Ümlaut 😀', 'dritte']);
    }),
  );
});

test('blank lines and a byte order mark are left out, a last line needs no end', async () => {
  expect(await linesOf([bytes('\uFEFFone\r\n\n  \n\t\ntwo')])).toEqual(['one\r', 'two']);
  expect(await linesOf([bytes('one\n')])).toEqual(['one']);
  expect(await linesOf([])).toEqual([]);
});

test('nothing is written for nothing', async () => {
  let writes = 0;
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      writes += 1;
      done();
    },
  });
  await writeText(stream, '');
  await writeText(stream, 'something');
  expect(writes).toBe(1);
});

test('a write that fails says so', async () => {
  const gone = Object.assign(new Error('gone'), { code: 'EPIPE' });
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(gone) });
  stream.on('error', () => {});
  await expect(writeText(stream, 'text')).rejects.toMatchObject({ code: 'EPIPE' });
});
