import { describe, expect, it } from 'vitest';
import { findImpurities } from './purity.ts';
import { parseSource, readSourceFiles } from './source-file.ts';

/** What breaks a rule and stands for now; what is mended has to leave the list. */
const knownImpurities: readonly string[] = [];

it('time, chance, environment and database are touched only where the layout says so', () => {
  const impurities = readSourceFiles('src').flatMap((file) =>
    findImpurities(file).map((what) => `${file.path} ${what}`),
  );

  expect(impurities).toEqual(knownImpurities);
});

describe('rejects', () => {
  it.each([
    ['a clock read in a pure file', 'src/clocks/clock.ts', 'const now = Date.now();'],
    ['a clock read in a store', 'src/clocks/clock-store.ts', 'const now = new Date();'],
    ['a clock handed on', 'src/app.ts', 'start({ now: Date.now });'],
    ['a timer in a job', 'src/intake/poll-job.ts', 'setTimeout(poll, 1000);'],
    ['chance in a retry policy', 'src/servicenow/retry-policy.ts', 'return delayMs * Math.random();'],
    ['ids drawn in a stage', 'src/outbox/message.ts', "import { randomUUID } from 'node:crypto';"],
    [
      'an environment variable read deep inside',
      'src/outbox/write-back-job.ts',
      "if (process.env['WRITE_BACK']) send();",
    ],
    ['an exit in the middle', 'src/store/database.ts', 'process.exit(1);'],
    ['SQL in the wiring', 'src/wiring/write-back.ts', "db.selectFrom('ticket');"],
    ['SQL as text', 'src/admin/ticket-route.ts', 'sql`select 1`;'],
    ['a pure file that prints', 'src/escalations/ladder.ts', "console.log('raised');"],
    ['a pure file that reads files', 'src/calendar/holidays.ts', "import { readFileSync } from 'node:fs';"],
  ])('%s', (_, path, text) => {
    expect(findImpurities(parseSource(path, text))).not.toEqual([]);
  });
});

describe('allows', () => {
  it.each([
    ['an instant turned into a date', 'src/time/instant.ts', 'new Date(instant).toISOString();'],
    ['the word in a comment', 'src/clocks/clock.ts', '// Never Date.now() here.'],
    ['a hash in a pure file', 'src/outbox/message.ts', "import { createHash } from 'node:crypto';"],
    ['machine time where it is at home', 'src/time/time-source.ts', 'now: () => Date.now()'],
  ])('%s', (_, path, text) => {
    expect(findImpurities(parseSource(path, text))).toEqual([]);
  });
});
