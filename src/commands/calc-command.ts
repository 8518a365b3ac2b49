import { createCalculator } from '../evaluate/calc.ts';
import { loadCalendars } from '../policy/load-policy.ts';
import { type CommandSurroundings, exitCodes } from './command.ts';
import { findRuleFiles } from './config-files.ts';
import { readArguments, takeNone } from './read-arguments.ts';
import { readLines, writeText } from './text-streams.ts';

export const usage = `Usage: sla-bridge calc [--calendars FILE] < QUESTIONS

Answers calendar questions, one JSON line each, in the same order; blank lines are skipped.

  {"calendar": "business", "op": "add", "start": "2026-01-05T16:00:00Z", "minutes": 120}
                                                    → {"result": "2026-01-06T09:30:00.000Z"}
  {"calendar": "business", "op": "between", "start": "2026-01-05T16:00:00Z", "end": "2026-01-06T10:00:00Z"}
                                                    → {"result": 150}

A calendar is a name of calendars.yaml or is given in the line:
  {"timezone": "Europe/London", "weekly": {"mon": [["09:00", "17:30"]]}, "holidays": ["2026-05-04"]}
A line that makes no sense is answered with {"error": …}, and the exit code is 1.

  --calendars FILE   where named calendars come from (default: the service's calendars.yaml)
  --help             this text
`;

/** `sla-bridge calc`: calendar questions in, answers out. Exit code 1 when any line had an error. */
export async function run(args: readonly string[], around: CommandSurroundings): Promise<number> {
  const { values, positionals } = readArguments(args, { calendars: { type: 'string' } });
  takeNone(positionals);
  const { calendars } = loadCalendars(values.calendars ?? findRuleFiles(around.env).calendars);
  const answer = createCalculator(calendars);
  let failed = false;
  for await (const lines of readLines(around.stdin)) {
    let text = '';
    for (const line of lines) {
      const answered = answer(line);
      failed ||= 'error' in answered;
      text += `${JSON.stringify(answered)}\n`;
    }
    await writeText(around.stdout, text);
  }
  return failed ? exitCodes.faults : exitCodes.done;
}
