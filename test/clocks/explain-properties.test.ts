import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainClocks } from '../../src/clocks/explain.ts';
import { readHistory } from '../../src/evaluate/history.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { arbitraryHistory } from '../support/reference/arbitrary-history.ts';
import { shippedPolicy } from '../support/story.ts';

test('segments tell the whole life, add up to the elapsed time, and derive the due time, for any history', () => {
  fc.assert(
    fc.property(arbitraryHistory(), (line) => {
      const history = readHistory(JSON.stringify(line));
      const asOf = history.asOf!;
      const explained = explainClocks(history.versions, shippedPolicy.clocks, asOf, shippedCalendar);
      for (const { report, segments, due } of explained?.clocks ?? []) {
        expect(segments.reduce((sum, segment) => sum + segment.countedMs, 0)).toBe(report.elapsedMs);
        expect(due.dueAt).toBe(report.dueAt);
        let at = explained!.ticket.openedAt;
        for (const segment of segments) {
          expect(segment.fromAt).toBe(at);
          expect(segment.toAt).toBeGreaterThan(at);
          at = segment.toAt;
        }
        expect(at).toBe(report.stoppedAt ?? asOf);
        const last = due.steps.at(-1);
        if (report.dueAt !== null && last !== undefined) {
          expect(last.leftMs).toBe(0);
          expect(last.toAt).toBe(report.dueAt);
        }
      }
    }),
    { numRuns: 500 },
  );
});
