import type { WhatIfAnswer, WhatIfPort, WhatIfQuestion, WhatIfTicket } from '../admin/ports.ts';
import { ConfigError, type Fault } from '../config/faults.ts';
import {
  type ComparisonFigures,
  countComparison,
  emptyComparison,
  hasEffect,
} from '../evaluate/comparison-figures.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { JudgedTicket } from '../evaluate/judge.ts';
import { type LoadedPolicy, readOtherPolicies } from '../policy/load-policy.ts';
import { choosePolicy, type Policy } from '../policy/policy.ts';
import type { Db } from '../store/database.ts';
import { loadHistories, type TicketHistory } from '../tickets/history-store.ts';
import type { Instant } from '../time/instant.ts';
import { breathe } from '../time/time-source.ts';

export interface WhatIfWiring {
  readonly db: Db;
  readonly policy: LoadedPolicy;
  /** The instance's clock. */
  now(): Instant;
}

/** Tickets are read and judged so many at a time; between two slices everything else has its turn. */
const SLICE = 100;

/** Further tickets are counted and not named. */
const MOST_NAMED = 200;

/** Answers what another policy would change for the mirrored tickets, by the code of `evaluate --compare`. */
export function connectWhatIf(wiring: WhatIfWiring): WhatIfPort {
  let isBusy = false;
  return async (question) => {
    const read = readPolicies(question.policy, wiring.policy);
    if ('faults' in read) return { kind: 'invalid', faults: read.faults };
    if (isBusy) return { kind: 'busy' };
    isBusy = true;
    try {
      return await compareAll(wiring, question, read.policies);
    } finally {
      isBusy = false;
    }
  };
}

function readPolicies(
  text: string,
  loaded: LoadedPolicy,
): { policies: readonly Policy[] } | { faults: readonly Fault[] } {
  try {
    return { policies: readOtherPolicies('the policy', text, loaded) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.files.flatMap(({ faults }) => faults) };
  }
}

async function compareAll(
  { db, policy, now }: WhatIfWiring,
  question: WhatIfQuestion,
  others: readonly Policy[],
): Promise<WhatIfAnswer> {
  const at = now();
  const comparison = createComparison(policy.policies, others, at);
  let afterId = 0;
  while (!question.signal.aborted) {
    const histories = await loadHistories(db, question, afterId, SLICE);
    if (histories.length === 0) break;
    for (const history of histories) comparison.take(history);
    afterId = histories.at(-1)!.ticket.id;
    await breathe();
  }
  const { figures, breaching, noLongerBreaching } = comparison;
  return { kind: 'compared', at, figures, breaching, noLongerBreaching };
}

interface Comparison {
  readonly figures: ComparisonFigures;
  readonly breaching: WhatIfTicket[];
  readonly noLongerBreaching: WhatIfTicket[];
  take(history: TicketHistory): void;
}

function createComparison(policies: readonly Policy[], others: readonly Policy[], at: Instant): Comparison {
  const figures = emptyComparison();
  const breaching: WhatIfTicket[] = [];
  const noLongerBreaching: WhatIfTicket[] = [];
  const take = (history: TicketHistory): void => {
    const judged = judgeUnderBoth(history, policies, others, at);
    if (judged === null) {
      figures.errors += 1;
      return;
    }
    const change = countComparison(figures, judged);
    const { number, table, account } = history.ticket;
    const named = { number, table, account, clocks: change.clocks };
    if (hasEffect(change, 'breaches') && breaching.length < MOST_NAMED) breaching.push(named);
    if (hasEffect(change, 'no-longer-breaches') && noLongerBreaching.length < MOST_NAMED)
      noLongerBreaching.push(named);
  };
  return { figures, breaching, noLongerBreaching, take };
}

/** Null for a ticket whose priority was never known: no policy has a target for it. */
function judgeUnderBoth(
  { ticket, timeline }: TicketHistory,
  policies: readonly Policy[],
  others: readonly Policy[],
  asOf: Instant,
): JudgedTicket | null {
  if (!timeline.some(({ priority }) => priority !== null)) return null;
  const judge = (among: readonly Policy[]) =>
    evaluate(timeline, choosePolicy(among, ticket.serviceLine), asOf);
  return { number: ticket.number, asOf, verdict: judge(policies), compared: judge(others), problems: [] };
}
