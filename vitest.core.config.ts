import { configDefaults, defineConfig } from 'vitest/config';

/**
 * The tests of what decides when an SLA is breached and who is called: they judge mutants (`npm run test:mutation`), and
 * take every branch (`npm run test:coverage`). Those that replay a thousand made-up tickets are left out: they take
 * seconds, which every mutant that survives would cost again. Stores are judged on the embedded database alone.
 */
export default defineConfig({
  test: {
    include: [process.env['CORE_TESTS'] ?? 'test/{calendar,clocks,escalations}/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/{clocks,escalations}/*properties.test.ts'],
    setupFiles: ['test/support/fixed-seed.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // Longer than a mutant is given: on a busy machine a slow test is no mutant found.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    coverage: {
      include: ['src/{calendar,clocks,escalations}/*.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { branches: 100 },
    },
  },
});
