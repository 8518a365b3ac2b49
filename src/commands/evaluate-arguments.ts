import { type ReportFormat, reportFormats } from '../evaluate/report.ts';
import { type Instant, parseInstant } from '../time/instant.ts';
import { UsageError } from './command.ts';
import { readArguments } from './read-arguments.ts';

/** What `sla-bridge evaluate` was asked to do. */
export interface EvaluateArguments {
  /** The histories' path, or `-` for standard input. */
  readonly file: string;
  /** Null: the service's own. */
  readonly policyFile: string | null;
  /** The policy to compare with; null when nothing is compared. */
  readonly compareFile: string | null;
  /** Null: the ticket's own, else now. */
  readonly asOf: Instant | null;
  readonly format: ReportFormat;
}

export const usage = `Usage: sla-bridge evaluate [options] FILE

Runs ticket histories through the SLA clocks and the escalation ladder, offline: what do the rules make of them?
FILE holds one ticket a line, as 'sla-bridge import-event-log' writes them; - reads standard input:
  {"number": "CS0001", "versions": [{"at": "2026-01-05T10:00:00Z", "state": "new", "priority": "high"}, …]}
A line that cannot be judged is answered with its error, and the exit code is 1.

  --policy FILE     the rules (default: the service's policy.yaml); calendars.yaml beside it is used if there is one
  --compare FILE    other rules: tells what would change under them
  --as-of INSTANT   judge as known at this instant, like 2026-01-31T17:00:00Z (default: the ticket's asOf, else now)
  --format FORMAT   jsonl    one line per ticket, with its clocks and escalations (default)
                    csv      one row per clock
                    summary  compliance per priority and clock, to read
                    json     the figures of the summary
  --help            this text
`;

const options = {
  policy: { type: 'string' },
  compare: { type: 'string' },
  'as-of': { type: 'string' },
  format: { type: 'string', default: 'jsonl' },
} as const;

/** Reads the command's arguments. Throws {@link UsageError} that says what was wrong with them. */
export function readEvaluateArguments(args: readonly string[]): EvaluateArguments {
  const { values, positionals } = readArguments(args, options);
  const [file, ...others] = positionals;
  if (file === undefined) throw new UsageError('name the file with the histories, or - for standard input');
  if (others.length > 0) throw new UsageError(`one file at a time; what is '${others[0]}'?`);
  const format = reportFormats.find((known) => known === values.format);
  if (format === undefined) throw new UsageError(`--format must be one of ${reportFormats.join(', ')}`);
  return {
    file,
    policyFile: values.policy ?? null,
    compareFile: values.compare ?? null,
    asOf: readAsOf(values['as-of']),
    format,
  };
}

function readAsOf(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const asOf = parseInstant(text);
  if (asOf !== null) return asOf;
  throw new UsageError('--as-of must be an instant with Z or an offset, like 2026-01-31T17:00:00Z');
}
