import { parseArgs } from 'node:util';

/** What `sla-bridge import-event-log` was asked to do. */
export interface ImportArguments {
  /** The log's path, or `-` for standard input. */
  readonly file: string;
  readonly from: 'uci' | 'csv';
  readonly mapFile: string | null;
  readonly zone: string | null;
  readonly rejectsFile: string | null;
  /** Where the histories go; null for standard output. */
  readonly outFile: string | null;
}

export const importUsage = `Usage: sla-bridge import-event-log --from uci|csv FILE [options]

Turns an exported event log into ticket histories, one JSON line per ticket, as 'sla-bridge evaluate' reads them.
FILE is a .csv or a .zip that holds one; - reads standard input.

  --from uci       the public UCI incident log (an export of a ServiceNow instance's audit)
  --from csv       any other log; --map says what its columns and values mean
  --map FILE       the column map, YAML or JSON
  --zone ZONE      the time zone of times that name none, such as Europe/London (default UTC)
  --out FILE       where the histories go (default: standard output)
  --rejects FILE   where each thing that was not used as it stands is listed, one JSON line each
  --help           this text

A column map names the log's columns (number, updatedAt, state and priority at least; openedAt, sysModCount, tier,
covered, serviceLine, respondedAt and diagnosedAt if it has them) and says what its values mean:

  columns: {number: Case, updatedAt: Changed, openedAt: Opened, state: Status, priority: Urgency, tier: Group}
  times: DD/MM/YYYY HH:mm      # of YYYY MM M DD D HH H mm ss; or iso, the default, with Z or an offset
  zone: Europe/London          # --zone counts before it
  delimiter: ';'               # default ,
  missing: ['', '?']           # what stands for "not known"; default the empty field
  states: {In Progress: open, On Hold: waiting}      # default: our own words
  priorities: {'1': critical, '2': high}             # default: our own words
  tiers: {Network Engineers: 2}                      # default: 1 to 4
`;

/** Reads the command's arguments; a text is what was wrong with them. */
export function readImportArguments(args: readonly string[]): ImportArguments | 'help' | { fault: string } {
  const read = parse(args);
  if ('fault' in read) return read;
  const { values, positionals } = read;
  if (values.help) return 'help';
  const [file, ...others] = positionals;
  if (file === undefined) return { fault: 'name the log to read, or - for standard input' };
  if (others.length > 0) return { fault: `one log at a time; what is '${others[0]}'?` };
  if (values.from !== 'uci' && values.from !== 'csv') return { fault: '--from must be uci or csv' };
  if (values.from === 'csv' && !values.map)
    return { fault: '--from csv needs --map FILE, which names the columns' };
  if (values.from === 'uci' && values.map)
    return { fault: '--map is for --from csv; the columns of uci are known' };
  if (values.zone !== undefined && !isZone(values.zone))
    return { fault: `--zone: '${values.zone}' is no time zone` };
  return {
    file,
    from: values.from,
    mapFile: values.map ?? null,
    zone: values.zone ?? null,
    rejectsFile: values.rejects ?? null,
    outFile: values.out ?? null,
  };
}

const options = {
  from: { type: 'string' },
  map: { type: 'string' },
  zone: { type: 'string' },
  rejects: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
