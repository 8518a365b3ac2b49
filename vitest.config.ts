import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import shared, { liveTests, longTests } from './vitest.shared.ts';

/** `npm test`: everything but the long and the live runs. */
export default mergeConfig(
  shared,
  defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      exclude: [...configDefaults.exclude, ...longTests, ...liveTests],
    },
  }),
);
