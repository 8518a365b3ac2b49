import { describe, expect, it } from 'vitest';
import { judgeImport } from './import-rules.ts';
import { parseSource, readSourceFiles } from './source-file.ts';

/** Imports that break a rule and stand for now; one that is mended has to leave the list. */
const knownBreaks: readonly string[] = [];

it('every import in src/ goes the way of the data, and touches only what the name of its file says', () => {
  const breaks = readSourceFiles('src').flatMap(({ path, imports }) =>
    imports
      .filter((imported) => imported.isInternal)
      .map((imported) => ({ name: `${path} → ${imported.target}`, reason: judgeImport(path, imported) }))
      .filter(({ reason }) => reason !== null),
  );

  expect(breaks.filter(({ name }) => !knownBreaks.includes(name))).toEqual([]);
  expect(knownBreaks.filter((name) => !breaks.some((one) => one.name === name))).toEqual([]);
});

const why = (path: string, statement: string): string | null =>
  judgeImport(path, parseSource(path, statement).imports[0]!);

describe('rejects', () => {
  it.each([
    [
      'a stage that imports what lies downstream',
      'src/clocks/clock.ts',
      "import { raise } from '../escalations/ladder.ts';",
    ],
    [
      'even a type of what lies downstream',
      'src/tickets/ticket.ts',
      "import type { Clock } from '../clocks/clock.ts';",
    ],
    [
      'a pure file that imports a store of its own folder',
      'src/clocks/clock.ts',
      "import { load } from './clock-store.ts';",
    ],
    [
      'a pure file that imports a type of a store upstream',
      'src/clocks/clock.ts',
      "import type { A } from '../tickets/ticket-store.ts';",
    ],
    [
      'a pure file that imports machine time',
      'src/clocks/clock.ts',
      "import type { TimeSource } from '../time/time-source.ts';",
    ],
    [
      'a pure file that imports configuration',
      'src/clocks/clock.ts',
      "import { read } from '../config/read-config-file.ts';",
    ],
    [
      'a store that calls the store of another stage',
      'src/outbox/outbox-store.ts',
      "import { load } from '../clocks/clock-store.ts';",
    ],
    [
      'a client that calls the client of another stage',
      'src/intake/scan-client.ts',
      "import { get } from '../servicenow/table-client.ts';",
    ],
    [
      'a job that touches the database itself',
      'src/clocks/watch-job.ts',
      "import { openDatabase } from '../store/database.ts';",
    ],
    [
      'a store that takes the time itself',
      'src/clocks/clock-store.ts',
      "import { systemTime } from '../time/time-source.ts';",
    ],
    [
      'a stage that knows the policy file',
      'src/clocks/clock-store.ts',
      "import { load } from '../policy/load-policy.ts';",
    ],
    [
      'a job that answers requests',
      'src/intake/poll-job.ts',
      "import { problem } from '../http/problem.ts';",
    ],
    [
      'a stage that imports the pipeline',
      'src/intake/poll-job.ts',
      "import type { Pipeline } from '../pipeline.ts';",
    ],
    [
      'ground that imports a stage',
      'src/store/schema.ts',
      "import type { Ticket } from '../tickets/ticket.ts';",
    ],
    ['ground that imports a face', 'src/telemetry/metrics.ts', "import { server } from '../http/server.ts';"],
    [
      'a calendar that reads files',
      'src/calendar/holidays.ts',
      "import { read } from '../config/read-config-file.ts';",
    ],
    [
      'an admin route that imports the pipeline',
      'src/admin/ticket-route.ts',
      "import type { Pipeline } from '../pipeline.ts';",
    ],
    [
      'a policy that loads tickets',
      'src/policy/policy.ts',
      "import { load } from '../tickets/ticket-store.ts';",
    ],
    [
      'a policy that evaluates',
      'src/policy/policy.ts',
      "import { evaluate } from '../evaluate/evaluate.ts';",
    ],
    [
      'a simulator that shares code with the product',
      'src/simulator/simulator.ts',
      "import { parse } from '../servicenow/wire-date.ts';",
    ],
    [
      'a product that knows it is simulated',
      'src/app.ts',
      "import { startSimulator } from './simulator/simulator.ts';",
    ],
    ['even when it is imported late', 'src/http/server.ts', "await import('../simulator/simulator.ts');"],
    ['word lists that import', 'src/vocabulary.ts', "import { a } from './time/instant.ts';"],
  ])('%s', (_, path, statement) => {
    expect(why(path, statement)).not.toBeNull();
  });

  it('a folder that nobody has given a place', () => {
    expect(() => why('src/utils/helpers.ts', "import { a } from '../vocabulary.ts';")).toThrow(
      'no known part',
    );
  });
});

describe('allows', () => {
  it.each([
    [
      'what lies upstream and is pure',
      'src/outbox/message.ts',
      "import { report } from '../clocks/clock-report.ts';",
    ],
    [
      'a neighbour that touches the same',
      'src/outbox/enqueue-store.ts',
      "import { insert } from './outbox-store.ts';",
    ],
    [
      'the type of what is handed over',
      'src/intake/scan-client.ts',
      "import type { C } from '../servicenow/table-client.ts';",
    ],
    [
      'a database handle that is only passed on',
      'src/intake/poll-job.ts',
      "import type { Db } from '../store/database.ts';",
    ],
    [
      'shapes of the stages that a policy fills',
      'src/policy/policy.ts',
      "import type { P } from '../clocks/policy.ts';",
    ],
    [
      'the composition root to import anything',
      'src/app.ts',
      "import { load } from './clocks/clock-store.ts';",
    ],
  ])('%s', (_, path, statement) => {
    expect(why(path, statement)).toBeNull();
  });
});
