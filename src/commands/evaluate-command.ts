import { createReadStream } from 'node:fs';
import { type Bench, isJudged, judgeLine } from '../evaluate/judge.ts';
import type { Report } from '../evaluate/report.ts';
import { comparisonReports, verdictReports } from '../evaluate/reports.ts';
import { countOf } from '../evaluate/text-table.ts';
import { type HolidayWatch, watchHolidays } from '../evaluate/touched-years.ts';
import { type LoadedPolicy, loadPolicy } from '../policy/load-policy.ts';
import { systemTime, type TimeSource } from '../time/time-source.ts';
import { type CommandSurroundings, exitCodes } from './command.ts';
import { findRuleFiles } from './config-files.ts';
import { readEvaluateArguments } from './evaluate-arguments.ts';
import { readLines, writeText } from './text-streams.ts';

export { usage } from './evaluate-arguments.ts';

/**
 * `sla-bridge evaluate`: ticket histories in, what the rules make of them out. Exit code 1 when a line could not be
 * judged.
 */
export async function run(
  args: readonly string[],
  around: CommandSurroundings,
  time: TimeSource = systemTime,
): Promise<number> {
  const asked = readEvaluateArguments(args);
  const { policies, holidays } = loadRules(around, asked.policyFile);
  const comparedPolicies = asked.compareFile === null ? null : loadRules(around, asked.compareFile).policies;
  const bench = { policies, comparedPolicies, asOf: asked.asOf, now: time.now() };
  const report = (comparedPolicies === null ? verdictReports : comparisonReports)[asked.format]();
  const watch = watchHolidays(holidays);
  const input =
    asked.file === '-' ? around.stdin : createReadStream(asked.file, { highWaterMark: PIECE_BYTES });
  const errors = await writeReport(input, bench, report, watch, around.stdout);
  if (errors > 0) await warn(around, `${countOf(errors, 'line')} could not be judged.`);
  const hint = watch.hint();
  if (hint !== null) await warn(around, hint);
  return errors > 0 ? exitCodes.faults : exitCodes.done;
}

const PIECE_BYTES = 256 * 1024;

function loadRules(around: CommandSurroundings, policyFile: string | null): LoadedPolicy {
  const files = findRuleFiles(around.env, policyFile);
  return loadPolicy(files.policy, files.calendars);
}

/** Judges every line and writes the report; answers how many lines could not be judged. */
async function writeReport(
  input: AsyncIterable<Uint8Array>,
  bench: Bench,
  report: Report,
  watch: HolidayWatch,
  stdout: NodeJS.WritableStream,
): Promise<number> {
  let errors = 0;
  await writeText(stdout, report.head);
  for await (const lines of readLines(input)) {
    let text = '';
    for (const line of lines) {
      const judged = judgeLine(line, bench);
      if (!isJudged(judged)) errors += 1;
      watch.take(judged);
      text += report.line(judged);
    }
    await writeText(stdout, text);
  }
  await writeText(stdout, report.end());
  return errors;
}

function warn(around: CommandSurroundings, sentence: string): Promise<void> {
  return writeText(around.stderr, `sla-bridge evaluate: ${sentence}\n`);
}
