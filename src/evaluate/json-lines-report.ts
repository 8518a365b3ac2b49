import { clockJson } from '../clocks/clock-json.ts';
import { isJudged, type JudgedLine } from './judge.ts';
import type { Report } from './report.ts';
import { stepJson } from './verdict-line.ts';

/** `--format jsonl`: one line of JSON for each line of input. */
export function jsonLinesReport(): Report {
  return { head: '', line: (judged) => `${JSON.stringify(judgedJson(judged))}\n`, end: () => '' };
}

function judgedJson(judged: JudgedLine) {
  if (!isJudged(judged)) return { number: judged.number, error: judged.error };
  return {
    number: judged.number,
    clocks: judged.verdict.clocks.map(clockJson),
    escalations: judged.verdict.escalations.map(stepJson),
    ...(judged.problems.length === 0 ? {} : { problems: judged.problems }),
  };
}
