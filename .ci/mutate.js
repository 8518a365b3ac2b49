// Usage: node .ci/mutate.js [FOLDER…]   Mutates src/FOLDER and judges the mutants by test/FOLDER; without one, all that it is for.
import { Stryker } from '@stryker-mutator/core';

const folders = process.argv.length > 2 ? process.argv.slice(2) : ['calendar', 'clocks', 'escalations'];

for (const folder of folders) {
  await new Stryker({
    mutate: [`src/${folder}/*.ts`],
    testFiles: [`test/${folder}/*.test.ts`],
    jsonReporter: { fileName: `reports/mutation/${folder}.json` },
    htmlReporter: { fileName: `reports/mutation/${folder}.html` },
  }).runMutationTest();
}
