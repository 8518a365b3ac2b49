import { SECOND_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';
import { clockKinds, clockStates, messageStates, priorities, ticketStates } from '../vocabulary.ts';
import type { Figures } from './figures-store.ts';
import type { Metrics } from './metrics.ts';

export interface GaugeJobParts {
  readonly time: TimeSource;
  /** Milliseconds from any beginning, on a clock that nobody sets: it measures how long reading takes. */
  stopwatchMs(): number;
  readonly metrics: Metrics;
  readFigures(): Promise<Figures>;
  readTraffic(): Traffic;
  /** The rows of the ticket-details checklist. */
  readonly detailRows: readonly string[];
  onError(error: unknown): void;
}

/** How the traffic with the instance stands. */
export interface Traffic {
  /** The instance's clock less ours. */
  readonly skewMs: number;
  /** Requests are held back because they kept failing. */
  readonly isCircuitOpen: boolean;
}

export interface GaugeJob {
  start(): void;
  /** Something changed: the gauges are read again soon. */
  touch(): void;
  stop(): Promise<void>;
}

/** After a change the gauges follow this soon … */
const AFTER_CHANGE_MS = SECOND_MS;
/** … or, while changes go on and reading takes long, after so many times as long as it took … */
const REST = 4;
/** … and without a change as often as this, because clocks come nearer to their targets by themselves. */
const IDLE_MS = 15 * SECOND_MS;

/** Keeps the gauges up to date that show the database and the traffic with the instance, apart from scrapes. */
export function createGaugeJob(parts: GaugeJobParts): GaugeJob {
  let stopped = true;
  let cancel: Cancel = () => {};
  let round: Promise<void> | null = null;
  let touched = false;
  let afterChangeMs = AFTER_CHANGE_MS;

  const schedule = (delayMs: number): void => {
    cancel();
    if (!stopped) cancel = parts.time.after(delayMs, run);
  };
  const run = (): void => {
    touched = false;
    const beganMs = parts.stopwatchMs();
    showTraffic(parts.metrics, parts.readTraffic());
    round = parts
      .readFigures()
      .then((figures) => showFigures(parts, figures))
      .catch(parts.onError)
      .then(() => {
        round = null;
        const restMs = REST * (parts.stopwatchMs() - beganMs);
        afterChangeMs = Math.min(IDLE_MS, Math.max(AFTER_CHANGE_MS, restMs));
        schedule(touched ? afterChangeMs : IDLE_MS);
      });
  };
  return {
    start() {
      stopped = false;
      run();
    },
    touch() {
      if (touched) return;
      touched = true;
      if (round === null) schedule(afterChangeMs);
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
  };
}

function showTraffic(metrics: Metrics, { skewMs, isCircuitOpen }: Traffic): void {
  metrics.serviceNowClockSkew.set({}, skewMs / SECOND_MS);
  metrics.circuitOpen.set({ upstream: 'servicenow' }, isCircuitOpen ? 1 : 0);
}

function showFigures({ metrics, detailRows }: GaugeJobParts, figures: Figures): void {
  // A combination that is no longer there is shown as 0, not left at what it was.
  for (const state of ticketStates) {
    for (const priority of priorities) {
      const found = figures.tickets.find((one) => one.state === state && one.priority === priority);
      metrics.tickets.set({ state, priority }, found?.count ?? 0);
    }
  }
  for (const clock of clockKinds) {
    for (const state of clockStates) {
      const found = figures.clocks.find((one) => one.kind === clock && one.state === state);
      metrics.clocks.set({ clock, state }, found?.count ?? 0);
    }
  }
  for (const state of messageStates) {
    metrics.outboxMessages.set({ state }, figures.messages.find((one) => one.state === state)?.count ?? 0);
  }
  metrics.ticketProblems.reset();
  for (const { code, count } of figures.problems) metrics.ticketProblems.set({ code }, count);
  metrics.ticketDetailsMissing.reset();
  for (const row of detailRows) {
    const found = figures.detailsMissing.find((one) => one.row === row);
    metrics.ticketDetailsMissing.set({ row }, found?.count ?? 0);
  }
  for (const { window, count } of figures.atRisk) metrics.slaAtRisk.set({ window }, count);
  metrics.outboxOldestPending.set({}, (figures.oldestPendingAt ?? 0) / SECOND_MS);
  metrics.stormGuardHeld.set({}, figures.isStormHeld ? 1 : 0);
  metrics.ticketsToRejudge.set({}, figures.ticketsToRejudge);
  for (const { table, at } of figures.watermarks) metrics.watermark.set({ table }, at / SECOND_MS);
  for (const { table, waiting, unreadable, notKept } of figures.histories) {
    metrics.historyWaiting.set({ table }, waiting);
    metrics.historyGaps.set({ table, reason: 'unreadable' }, unreadable);
    metrics.historyGaps.set({ table, reason: 'not-kept' }, notKept);
  }
  metrics.databaseSize.set({}, figures.databaseBytes);
}
