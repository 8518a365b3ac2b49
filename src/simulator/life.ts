import type { ApiServices } from './api/services.ts';
import { startLivingDemo } from './demo/living-demo.ts';
import { type LogRow, readLogEvents } from './replay/incident-log.ts';
import { type Replay, startReplay } from './replay/replay.ts';
import { startSlaEngine } from './sla/sla-engine.ts';
import type { SimulatorTime } from './time/simulator-time.ts';

export interface LifeOptions {
  readonly time: SimulatorTime;
  readonly seed: string;
  /** `living`: seeded cases of a support desk that goes on working. `none` (the default): empty tables. */
  readonly demo: 'living' | 'none';
  /** A log to replay as the `incident` table. */
  readonly data: ReplaySource;
  /** How much faster demo and replay live; the instance's clock is not touched. Default 1. */
  readonly timeScale: number;
  /**
   * The instance's own SLA engine: `task_sla` rows with the agreement's durations divided by this. Default: off, but
   * 60 in the living demo, whose minutes are seconds.
   */
  readonly slaDurationDivisor: number;
}

export interface ReplaySource {
  readonly rows: AsyncIterable<LogRow> | Iterable<LogRow>;
  /** The instant of the log (UTC epoch milliseconds) from which it lives on; default a fortnight after its beginning. */
  readonly startAt?: number;
}

export interface Life {
  replayLeft(): number;
  stop(): void;
}

const DEMO_DIVISOR = 60;
const FORTNIGHT_MS = 14 * 86_400_000;

/** Starts whatever happens by itself on the instance. */
export async function startLife(
  options: Partial<LifeOptions> & Pick<LifeOptions, 'time' | 'seed'>,
  services: ApiServices,
): Promise<Life> {
  const { time, seed, timeScale = 1, demo, data } = options;
  const isLiving = demo === 'living';
  const divisor = options.slaDurationDivisor ?? (isLiving ? DEMO_DIVISOR * timeScale : null);
  const parts = { ...services, time };
  // The engine comes first: it has to see what happens in the demo's past.
  const running: { stop(): void }[] = [];
  if (divisor !== null) running.push(startSlaEngine({ ...parts, durationDivisor: divisor }));
  if (isLiving) running.push(startLivingDemo({ ...parts, seed, pace: timeScale }));
  const replay = data === undefined ? null : await replayLog(data, timeScale, parts);
  if (replay !== null) running.push(replay);
  return {
    replayLeft: () => replay?.left() ?? 0,
    stop: () => {
      for (const part of running) part.stop();
    },
  };
}

async function replayLog(
  { rows, startAt }: ReplaySource,
  timeScale: number,
  parts: Pick<ApiServices, 'instance' | 'clock'> & { readonly time: SimulatorTime },
): Promise<Replay> {
  const events = await readLogEvents(rows);
  const beginning = events[0]?.at ?? 0;
  return startReplay({ ...parts, events, timeScale, startAt: startAt ?? beginning + FORTNIGHT_MS });
}
