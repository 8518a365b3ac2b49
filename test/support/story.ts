import path from 'node:path';
import type { ClockReport } from '../../src/clocks/clock-report.ts';
import type { EscalationStep } from '../../src/escalations/walk-ladder.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { orderVersions, type Version } from '../../src/tickets/timeline.ts';
import { formatInstant, type Instant } from '../../src/time/instant.ts';

const config = path.resolve(import.meta.dirname, '../../config');
export const shippedPolicyFile = path.join(config, 'policy.yaml');
export const shippedCalendarsFile = path.join(config, 'calendars.yaml');

/** The rules as they are shipped: the support definition. */
export const shipped = loadPolicy(shippedPolicyFile, shippedCalendarsFile);
export const shippedPolicy: Policy = shipped.policies[0]!;

/**
 * A time of day in February 2026, whose second is a Monday: `t('10:00')`, `t('09:30', 3)` on Tuesday the third.
 * Winter: London's wall clock shows UTC, and no bank holiday falls into the month.
 */
export function t(time: string, day = 2): Instant {
  const at = Date.parse(`2026-02-01T${time.length === 5 ? `${time}:00` : time}Z`);
  return at + (day - 1) * 24 * 60 * 60 * 1000;
}

/** What one version of a told ticket changes. */
export type Change = Partial<Omit<Version, 'at'>>;
export type Story = readonly (readonly [at: Instant, change: Change])[];

const unchanged = {
  state: null,
  priority: null,
  tier: null,
  covered: null,
  respondedAt: null,
  diagnosedAt: null,
};

export function toVersions(story: Story): Version[] {
  return orderVersions(story.map(([at, change]) => ({ ...unchanged, ...change, at })));
}

export interface ToldTicket {
  readonly response: ClockReport;
  readonly troubleshoot: ClockReport;
  readonly fix: ClockReport;
  readonly escalations: readonly EscalationStep[];
  /** "10:30 level 1 direct response", with the day where it is not Monday the second. */
  readonly ladder: readonly string[];
}

/** How a ticket stands at `asOf` under the shipped policy, or under another. */
export function judged(asOf: Instant, story: Story, policy: Policy = shippedPolicy): ToldTicket {
  const { clocks, escalations } = evaluate(toVersions(story), policy, asOf);
  const [response, troubleshoot, fix] = clocks;
  if (!response || !troubleshoot || !fix) throw new Error('The ticket is not opened yet.');
  return { response, troubleshoot, fix, escalations, ladder: escalations.map(stepText) };
}

function stepText(step: EscalationStep): string {
  const [date, time] = formatInstant(step.at).split('T') as [string, string];
  const day = date === '2026-02-02' ? '' : `${date.slice(5)} `;
  return `${day}${time.replace(':00.000Z', '').replace('Z', '')} level ${step.level} ${step.route} ${step.trigger}`;
}

export const minute = 60_000;
export const hour = 60 * minute;
