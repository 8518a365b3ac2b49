import { defineConfig, mergeConfig } from 'vitest/config';
import shared, { liveTests } from './vitest.shared.ts';

/** `npm run test:live`: needs Debian's chromium, prometheus and prometheus-alertmanager; what is missing is skipped. */
export default mergeConfig(shared, defineConfig({ test: { include: liveTests, maxWorkers: 1 } }));
