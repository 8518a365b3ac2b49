import { createRejudgeJob, type RejudgeJob } from '../clocks/rejudge-job.ts';
import { enforceRules, readRejudging, takeTicketsToRejudge } from '../clocks/rules-store.ts';
import type { Pipeline } from '../pipeline.ts';
import { fingerprintOf, type LoadedPolicy } from '../policy/load-policy.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { Logger } from '../telemetry/logger.ts';
import { lookAgainAtDetails } from '../tickets/details-store.ts';
import { formatDuration } from '../time/format-duration.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';

export interface RejudgingWiring {
  readonly database: OpenDatabase;
  readonly pipeline: Pick<Pipeline, 'judgeTaken'>;
  readonly policy: LoadedPolicy;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly time: TimeSource;
  /** The instance's clock. */
  now(): Instant;
}

/** Puts the rules into force; the job judges every open ticket anew if that changes them, or goes on with the rest. */
export async function connectRejudging(wiring: RejudgingWiring): Promise<RejudgeJob> {
  const { database, pipeline, policy, logger, time, now } = wiring;
  const { db } = database;
  const fingerprint = fingerprintOf(policy);
  await enforceRules(db, fingerprint);
  const { left, total } = await readRejudging(db);
  if (left > 0) logger.info({ left, total }, 'the rules have changed: open tickets are judged anew');
  return createRejudgeJob({
    time,
    judgeNext: (limit) =>
      pipeline.judgeTaken(async (tx) => {
        const ticketIds = await takeTicketsToRejudge(tx, fingerprint, limit);
        await lookAgainAtDetails(tx, ticketIds, now());
        return ticketIds;
      }),
    countLeft: async () => (await readRejudging(db)).left,
    onProgress: (still) =>
      logger.info({ judged: total - still, total }, 'judging anew after a change of rules'),
    onDone: (tookMs) => {
      if (left > 0)
        logger.info(
          { total, took: formatDuration(tookMs) },
          'every open ticket is judged by the rules in force',
        );
    },
    onError: (err) => logger.error({ err }, 'tickets could not be judged anew; it is tried again'),
  });
}
