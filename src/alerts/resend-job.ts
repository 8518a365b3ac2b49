import { type Instant, MINUTE_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';
import type { PushAlerts } from './alertmanager-client.ts';
import type { BreachedClock } from './breached-clock.ts';
import { AlertPushError } from './push-error.ts';
import { type AlertContext, ticketAlert } from './ticket-alert.ts';

export interface ResendParts {
  readonly time: TimeSource;
  readonly context: AlertContext;
  readonly pushAlerts: PushAlerts;
  loadStandingBreaches(
    after: { readonly ticketId: number; readonly kind: string },
    limit: number,
  ): Promise<BreachedClock[]>;
  /** Told after each round that went well: how many breaches stand. */
  onSent(count: number): void;
  /** The round is done without what is left of it; the next one begins anew. */
  onError(error: unknown): void;
}

export interface ResendJob {
  start(): void;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/** Several rounds fit into an alert's lifetime, so that one that fails ends nothing. */
export const RESEND_MS = MINUTE_MS;
const PAGE = 200;

/**
 * Sends every standing alert again before it expires, from what is stored: after a restart, and after an outage of
 * Alertmanager, the next round brings all of them back.
 */
export function createResendJob(parts: ResendParts): ResendJob {
  let stopped = true;
  let cancel: Cancel = () => {};
  let round: Promise<void> | null = null;

  const run = (): void => {
    round = sendAll(parts, () => stopped)
      .then(parts.onSent)
      .catch(parts.onError)
      .then(() => {
        round = null;
        if (!stopped) cancel = parts.time.after(RESEND_MS, run);
      });
  };
  return {
    start() {
      stopped = false;
      run();
    },
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
  };
}

/** Returns how many there are. Content that is refused costs its page, not those behind it. */
async function sendAll(parts: ResendParts, isStopped: () => boolean): Promise<number> {
  let after = { ticketId: 0, kind: '' };
  let count = 0;
  while (!isStopped()) {
    const page = await parts.loadStandingBreaches(after, PAGE);
    const last = page.at(-1);
    if (last === undefined) break;
    await sendPage(parts, page, parts.time.now());
    count += page.length;
    after = { ticketId: last.ticket.id, kind: last.kind };
  }
  return count;
}

async function sendPage(parts: ResendParts, page: readonly BreachedClock[], now: Instant): Promise<void> {
  try {
    await parts.pushAlerts(page.map((clock) => ticketAlert(clock, parts.context, now)));
  } catch (error) {
    if (!(error instanceof AlertPushError) || !error.isHopeless) throw error;
    parts.onError(error);
  }
}
