import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';
import type { CheckedDetails, UncheckedTicket } from './details-store.ts';
import {
  type Attachments,
  type DetailRow,
  type DetailsReport,
  dependsOnAttachments,
  reportDetails,
} from './ticket-details.ts';

/** When and how the customer is asked for what is missing. */
export interface DetailsRequest {
  /** Since the ticket was opened: until then whoever raised it may add to it unasked. */
  readonly afterMs: number;
  /** Since the ticket was opened: later nobody is asked any more. */
  readonly withinMs: number;
  /** Asks once, however often it is called. */
  ask(ticketId: number, missing: readonly string[]): Promise<void>;
}

export interface DetailsWatchParts {
  readonly time: TimeSource;
  readonly checklist: readonly DetailRow[];
  /** The instance's clock. */
  now(): Instant;
  findUnchecked(limit: number): Promise<UncheckedTicket[]>;
  /** By sys_id; null where the account may not see whether there are any. */
  countAttachments(
    sysIds: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Attachments | null>>;
  save(checked: readonly CheckedDetails[]): Promise<void>;
  /** Null where nobody is to be asked. */
  readonly request: DetailsRequest | null;
  /** Runs `work` unless another process is at it; says whether it ran. */
  exclusively(work: () => Promise<void>): Promise<boolean>;
  /** Told what kept tickets from being gone through; it is tried again. */
  onError(error: unknown): void;
}

/** Goes through the checklist of ticket details with every open ticket that is new or has changed. */
export interface DetailsWatch {
  start(): void;
  /** Tickets have changed: looks soon. */
  wake(): void;
  /** Begins nothing more, breaks off what it asks the instance, and ends when the look under way has ended. */
  stop(): Promise<void>;
}

const BATCH = 200;
/** Many changes are followed by one look. */
const AFTER_CHANGE_MS = SECOND_MS;
const LONGEST_SLEEP_MS = MINUTE_MS;
const AFTER_ERROR_MS = 30 * SECOND_MS;

export function createDetailsWatch(parts: DetailsWatchParts): DetailsWatch {
  const stopping = new AbortController();
  let isWoken = false;
  let round: Promise<void> | null = null;
  let cancelSleep: Cancel = () => {};

  const sleep = (delayMs: number): void => {
    cancelSleep();
    if (!stopping.signal.aborted) cancelSleep = parts.time.after(delayMs, begin);
  };
  const begin = (): void => {
    isWoken = false;
    round = look(parts, stopping.signal)
      .then((isMore) => (isMore ? 0 : null))
      .catch((error) => {
        if (!stopping.signal.aborted) parts.onError(error);
        // Whatever changes meanwhile does not make it look sooner.
        isWoken = true;
        return AFTER_ERROR_MS;
      })
      .then((delayMs) => {
        round = null;
        sleep(delayMs ?? (isWoken ? AFTER_CHANGE_MS : LONGEST_SLEEP_MS));
      });
  };
  return {
    start: () => sleep(AFTER_CHANGE_MS),
    wake() {
      if (isWoken) return;
      isWoken = true;
      if (round === null) sleep(AFTER_CHANGE_MS);
    },
    async stop() {
      stopping.abort();
      cancelSleep();
      await round;
    },
  };
}

/** One batch; says whether there may be more. */
async function look(parts: DetailsWatchParts, signal: AbortSignal): Promise<boolean> {
  let isMore = false;
  await parts.exclusively(async () => {
    const unchecked = await parts.findUnchecked(BATCH);
    isMore = unchecked.length === BATCH;
    const asked = unchecked.filter(({ ticket }) => dependsOnAttachments(parts.checklist, ticket.details));
    const counts = await parts.countAttachments(
      asked.map(({ ticket }) => ticket.sysId),
      signal,
    );
    const checked: CheckedDetails[] = [];
    for (const one of unchecked) checked.push(await check(parts, one, counts));
    await parts.save(checked);
  });
  return isMore;
}

/** Goes through one ticket, and asks the customer where it is time to. What is only unknown is not asked for. */
async function check(
  { checklist, request, now }: DetailsWatchParts,
  { ticket, isOld }: UncheckedTicket,
  counts: ReadonlyMap<string, Attachments | null>,
): Promise<CheckedDetails> {
  const attachments = counts.get(ticket.sysId) ?? null;
  const report = reportDetails(checklist, ticket.details, attachments);
  const mayAsk = request !== null && !isOld && report.missing.length > 0;
  const ageMs = now() - ticket.openedAt;
  if (mayAsk && ageMs >= request.afterMs && ageMs < request.withinMs) {
    await request.ask(ticket.id, report.missing);
  }
  const looks = [
    ...(mayAsk && ageMs < request.afterMs ? [ticket.openedAt + request.afterMs] : []),
    ...(isAttachmentAwaited(checklist, report) ? [now() + (ageMs < DAY_MS ? HOUR_MS : DAY_MS)] : []),
  ];
  return { ticket, attachments, report, lookAgainAt: looks.length === 0 ? null : Math.min(...looks) };
}

/** Attaching a file changes nothing about the record itself, so somebody has to look for it. */
function isAttachmentAwaited(checklist: readonly DetailRow[], { missing, unknown }: DetailsReport): boolean {
  const awaited = [...missing, ...unknown];
  return checklist.some(({ name, attachment }) => attachment !== null && awaited.includes(name));
}
