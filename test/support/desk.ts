import { countEscalationsSince } from '../../src/escalations/escalation-store.ts';
import { type EnqueueParts, enqueueMessages } from '../../src/outbox/enqueue-store.ts';
import { type Committed, createPipeline, type Pipeline } from '../../src/pipeline.ts';
import { wordsOf } from '../../src/policy/checklist.ts';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { Job } from '../../src/store/queue.ts';
import type { FillGaps } from '../../src/tickets/examine-client.ts';

/** The shipped rules. */
export const shippedPolicy = loadPolicy('config/policy.yaml', 'config/calendars.yaml');

/** A pipeline on a real database, at a time that the test sets, with the queue's jobs caught. */
export interface Desk {
  readonly pipeline: Pipeline;
  readonly committed: Committed[];
  readonly jobs: Job[];
  setNow(now: number): void;
}

export function openDesk(
  database: OpenDatabase,
  settings: Partial<EnqueueParts> & {
    holdsBackExisting?: boolean;
    policies?: readonly Policy[];
    fillGaps?: FillGaps;
  } = {},
): Desk {
  let now = 0;
  const committed: Committed[] = [];
  const jobs: Job[] = [];
  const enqueue: EnqueueParts = {
    mode: 'on',
    stormLimit: 50,
    countEscalationsSince,
    putJobs: async (_tx, more) => {
      jobs.push(...more);
    },
    ...settings,
  };
  const pipeline = createPipeline({
    db: database.db,
    watchedWords: wordsOf(shippedPolicy.checklist),
    policies: settings.policies ?? shippedPolicy.policies,
    writeBack: {
      phoneAdvice: shippedPolicy.file.phoneAdvice,
      groupOfTier: () => null,
      ownFields: {},
      pageOf: () => null,
    },
    holdsBackExisting: settings.holdsBackExisting ?? true,
    now: () => now,
    fillGaps: settings.fillGaps ?? (async () => new Map()),
    enqueue: (tx, messages, at) => enqueueMessages(enqueue, tx, messages, at),
    announce: async () => {},
    onCommitted: (one) => committed.push(one),
    timeJudging: (judging) => judging(),
  });
  return {
    pipeline,
    committed,
    jobs,
    setNow(next) {
      now = next;
    },
  };
}
