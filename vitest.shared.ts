import { defineConfig } from 'vitest/config';

/** Whole journeys of the service, and real processes that are killed: minutes on two cores (`npm run test:long`). */
export const longTests = [
  'test/journeys/{adoption,crash-loop,crash-points,delivery,modes,outage,process,reading,replicas,shutdown}.test.ts',
];

/** What people see: a real browser, a real Prometheus, a real Alertmanager (`npm run test:live`). */
export const liveTests = ['test/console/console.test.ts', 'test/deploy/live-*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres-server.ts'],
    pool: 'forks',
    // Two cores: more workers only make embedded databases wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Whole services and databases on a noisy machine: once more before a run is called broken.
    retry: process.env['CI'] === undefined ? 0 : 2,
  },
});
