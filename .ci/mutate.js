// Usage: node .ci/mutate.js [PART…]   Mutates the files of these parts, or of all, and judges the mutants by the parts' tests.
import { Stryker } from '@stryker-mutator/core';

/** Whatever needs a database is a part of its own: opening one costs every mutant seconds. */
const parts = {
  calendar: { mutate: 'src/calendar/*.ts', tests: 'test/calendar/*.test.ts' },
  clocks: { mutate: 'src/clocks/!(*-store).ts', tests: 'test/clocks/!(*-store).test.ts' },
  escalations: { mutate: 'src/escalations/!(*-store).ts', tests: 'test/escalations/!(*-store).test.ts' },
  stores: { mutate: 'src/{clocks,escalations}/*-store.ts', tests: 'test/{clocks,escalations}/*-store.test.ts' },
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);

for (const name of chosen) {
  const part = parts[name];
  if (part === undefined) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}.`);
  // Read by vitest.core.config.ts. Stryker's own `testFiles` would switch mutants on too late for what runs at loading.
  process.env.CORE_TESTS = part.tests;
  await new Stryker({
    mutate: [part.mutate],
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
  }).runMutationTest();
}
