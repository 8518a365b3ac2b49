import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { writeMetricsDoc } from '../../src/telemetry/metrics-doc.ts';

it('docs/metrics.md says what is declared (write it anew with `npm run docs`)', () => {
  const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

  expect(page).toBe(writeMetricsDoc());
  expect(page).not.toContain('undefined');
});
