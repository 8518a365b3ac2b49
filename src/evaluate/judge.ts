import { choosePolicy, type Policy } from '../policy/policy.ts';
import type { Instant } from '../time/instant.ts';
import { evaluate, type Verdict } from './evaluate.ts';
import { type History, HistoryError, readHistory } from './history.ts';

/** What became of one line: a verdict, or why there can be none. */
export type JudgedLine = JudgedTicket | UnjudgedLine;

export interface JudgedTicket {
  readonly number: string;
  readonly asOf: Instant;
  readonly verdict: Verdict;
  /** The same history under the policies it is compared with; null when nothing is compared. */
  readonly compared: Verdict | null;
  /** Values that are not known ones; each changed nothing. */
  readonly problems: readonly string[];
}

export interface UnjudgedLine {
  /** Null where the line does not give one. */
  readonly number: string | null;
  readonly error: string;
}

/** Under which rules, and as of when, lines are judged. */
export interface Bench {
  readonly policies: readonly Policy[];
  /** A second set of policies for the question "what would change?". */
  readonly comparedPolicies: readonly Policy[] | null;
  /** Counts before a ticket's own `asOf`. */
  readonly asOf: Instant | null;
  /** Counts where neither is given. */
  readonly now: Instant;
}

/** Judges one line of a histories file. A line that cannot be judged is answered with the reason and harms no other. */
export function judgeLine(line: string, bench: Bench): JudgedLine {
  let number: string | null = null;
  try {
    const history = readHistory(line);
    number = history.number;
    const asOf = bench.asOf ?? history.asOf ?? bench.now;
    const judge = (policies: readonly Policy[]): Verdict =>
      evaluate(history.versions, choosePolicy(policies, history.serviceLine), asOf);
    return {
      number,
      asOf,
      verdict: judge(bench.policies),
      compared: bench.comparedPolicies === null ? null : judge(bench.comparedPolicies),
      problems: problemsKnownAt(history, asOf),
    };
  } catch (error) {
    if (error instanceof HistoryError) number = error.number;
    return { number, error: error instanceof Error ? error.message : String(error) };
  }
}

/** A version that is not known yet shows no problem either. */
function problemsKnownAt(history: History, asOf: Instant): string[] {
  return history.problems.filter(({ at }) => at <= asOf).map(({ text }) => text);
}

export function isJudged(line: JudgedLine): line is JudgedTicket {
  return 'verdict' in line;
}
