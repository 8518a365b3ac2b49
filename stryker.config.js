/** How mutants are made and judged; `.ci/mutate.js` says which, folder by folder. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.core.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 30_000,
  timeoutFactor: 3,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['progress', 'clear-text', 'json', 'html'],
  clearTextReporter: { logTests: false },
  // Stryker would rewrite the first with the compiler's API, which TypeScript 7 has no more; no test needs the others.
  ignorePatterns: ['tsconfig.json', '/docs', '/deploy', '/coverage', '/reports', '/data'],
};
