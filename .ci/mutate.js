// Usage: node .ci/mutate.js [PART…]   Mutates the files of these parts, or of all, and judges the mutants by the parts' tests.
import { Stryker } from '@stryker-mutator/core';

/** Whatever needs a database is a part of its own: opening one costs every mutant seconds. */
const parts = {
  calendar: { mutate: ['src/calendar/*.ts'], testFiles: ['test/calendar/*.test.ts'] },
  clocks: { mutate: ['src/clocks/!(*-store).ts'], testFiles: ['test/clocks/!(*-store).test.ts'] },
  escalations: {
    mutate: ['src/escalations/!(*-store).ts'],
    testFiles: ['test/escalations/!(*-store).test.ts'],
  },
  stores: {
    mutate: ['src/{clocks,escalations}/*-store.ts'],
    testFiles: ['test/{clocks,escalations}/*-store.test.ts'],
  },
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);

for (const part of chosen) {
  const files = parts[part];
  if (files === undefined) throw new Error(`There is no part ${part}; there are ${Object.keys(parts).join(', ')}.`);
  const report = `reports/mutation/${part}`;
  await new Stryker({
    ...files,
    jsonReporter: { fileName: `${report}.json` },
    htmlReporter: { fileName: `${report}.html` },
  }).runMutationTest();
}
