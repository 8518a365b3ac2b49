import { defineConfig, mergeConfig } from 'vitest/config';
import shared, { longTests } from './vitest.shared.ts';

/** `npm run test:long`: whole journeys of the service, real processes that are killed. */
export default mergeConfig(shared, defineConfig({ test: { include: longTests } }));
