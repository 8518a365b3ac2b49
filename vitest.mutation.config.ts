import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests that judge mutants (`npm run test:mutation`). Those that replay a thousand made-up tickets are left out: they
 * take seconds, which every surviving mutant would cost again. Stores are judged on the embedded database alone.
 */
export default defineConfig({
  test: {
    include: ['test/{calendar,clocks,escalations}/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/{clocks,escalations}/*properties.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    pool: 'threads',
    // Longer than Stryker waits: on a busy machine a slow test is no mutant found.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
