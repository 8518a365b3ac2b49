import type { Logger } from '../telemetry/logger.ts';
import { type Instant, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';

export const healthStatuses = ['pass', 'warn', 'fail'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** One figure about one part. */
export interface Measurement {
  readonly status: HealthStatus;
  readonly observedValue?: string | number | boolean | null;
  readonly observedUnit?: string;
  /** Why it is not `pass`, and what to do about it. */
  readonly output?: string;
}

/** A question about one part of the service, like `database:reachable`. */
export interface HealthCheck {
  readonly component: string;
  readonly measurement: string;
  readonly componentType: 'component' | 'datastore' | 'system';
  /** Without it nothing can be taken in: the service is not ready. Whatever else fails is a warning for the whole. */
  readonly isEssential: boolean;
  measure(): Measurement | Promise<Measurement>;
}

export interface CheckedMeasurement extends Measurement {
  readonly check: HealthCheck;
  readonly measuredAt: Instant;
}

export interface HealthReport {
  readonly status: HealthStatus;
  readonly measurements: readonly CheckedMeasurement[];
}

export interface Health {
  report(): Promise<HealthReport>;
}

/** Probes come often and from several sides; what they ask for is measured at most twice a second. */
const KEPT_MS = 500;

/** A part that does not answer by then is as good as down. */
const LONGEST_MEASUREMENT_MS = 2 * SECOND_MS;

export interface HealthParts {
  readonly checks: readonly HealthCheck[];
  readonly time: TimeSource;
  readonly log: Logger;
}

/** Puts the checks together into one report, measured anew when the last one is old. */
export function createHealth({ checks, time, log }: HealthParts): Health {
  let kept: { at: Instant; report: Promise<HealthReport> } | null = null;
  return {
    report() {
      if (kept === null || time.now() - kept.at >= KEPT_MS)
        kept = { at: time.now(), report: measureAll({ checks, time, log }) };
      return kept.report;
    },
  };
}

async function measureAll({ checks, time, log }: HealthParts): Promise<HealthReport> {
  const measurements = await Promise.all(checks.map((check) => measureOne(check, time, log)));
  return { status: overallStatus(measurements), measurements };
}

async function measureOne(check: HealthCheck, time: TimeSource, log: Logger): Promise<CheckedMeasurement> {
  let cancel = (): void => {};
  const tooLate = new Promise<Measurement>((resolve) => {
    const output = `no answer within ${LONGEST_MEASUREMENT_MS / SECOND_MS} s`;
    cancel = time.after(LONGEST_MEASUREMENT_MS, () => resolve({ status: 'fail', output }));
  });
  try {
    const measurement = await Promise.race([check.measure(), tooLate]);
    return { ...measurement, check, measuredAt: time.now() };
  } catch (error) {
    log.error(
      { err: error, component: check.component, measurement: check.measurement },
      'A health check failed',
    );
    return {
      status: 'fail',
      output: 'it could not be measured; the log says why',
      check,
      measuredAt: time.now(),
    };
  } finally {
    cancel();
  }
}

/** Fails with an essential part; any other trouble is a warning, for what is stored can be worked on later. */
export function overallStatus(
  measurements: readonly Pick<CheckedMeasurement, 'status' | 'check'>[],
): HealthStatus {
  if (measurements.some(({ status, check }) => status === 'fail' && check.isEssential)) return 'fail';
  return measurements.some(({ status }) => status !== 'pass') ? 'warn' : 'pass';
}
