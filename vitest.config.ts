import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import shared, { longTests } from './vitest.shared.ts';

/** `npm test`: everything but the long runs. */
export default mergeConfig(
  shared,
  defineConfig({
    test: { include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...longTests] },
  }),
);
