import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ColumnMap, readColumnMap } from './column-map.ts';
import { uciFormat } from './event-log-format.ts';
import { uciValues } from './event-log-values.ts';
import { type GroupedLog, groupByTicket } from './group-by-ticket.ts';
import { type ImportArguments, importUsage, readImportArguments } from './import-event-log-arguments.ts';
import type { ImportFinding, ReportFinding } from './import-finding.ts';
import { importSummary } from './import-summary.ts';
import type { EventLogSource } from './log-bytes.ts';
import { type ProgressOutput, progressBar } from './progress-bar.ts';
import { readEventLog } from './read-event-log.ts';
import { type TicketHistory, toTicketHistory } from './ticket-history.ts';

/** What the command reads and writes beside files: a process's own streams, or a test's. */
export interface ImportStreams {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: ProgressOutput;
}

/**
 * `sla-bridge import-event-log`: an exported event log in, ticket histories out. Resolves with the exit code:
 * 0 when the log was read (stderr tells what could not be used of it), 1 when a file could not be read or written,
 * 2 for arguments that make no sense.
 */
export async function runImportEventLog(args: readonly string[], streams: ImportStreams): Promise<number> {
  const asked = readImportArguments(args);
  if (asked === 'help') {
    streams.stdout.write(importUsage);
    return 0;
  }
  if ('fault' in asked) {
    streams.stderr.write(`import-event-log: ${asked.fault}\n\n${importUsage}`);
    return 2;
  }
  try {
    await importEventLog(asked, streams);
    return 0;
  } catch (error) {
    // Whoever reads our output may stop when they have seen enough (`| head`): no fault of theirs or ours.
    if (hasCode(error, 'EPIPE')) return 0;
    streams.stderr.write(`import-event-log: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function importEventLog(asked: ImportArguments, streams: ImportStreams): Promise<void> {
  const map = columnMapOf(asked);
  const summary = importSummary();
  const findings: ImportFinding[] = [];
  const report = (finding: ImportFinding): void => {
    summary.addFinding(finding);
    if (asked.rejectsFile !== null) findings.push(finding);
  };
  const log = await readLog(asked.file, map, streams, report);
  await writeLines(historiesOf(log, summary.addHistory, report), asked.outFile ?? streams.stdout);
  if (asked.rejectsFile !== null) await writeLines(findings, asked.rejectsFile);
  streams.stderr.write(`${summary.lines(log.rowCount).join('\n')}\n`);
}

function columnMapOf(asked: ImportArguments): ColumnMap {
  if (asked.mapFile !== null) return readColumnMap(asked.mapFile, asked.zone ?? undefined);
  return { format: uciFormat(asked.zone ?? undefined), values: uciValues };
}

async function readLog(
  file: string,
  map: ColumnMap,
  streams: ImportStreams,
  report: ReportFinding,
): Promise<GroupedLog> {
  const source: EventLogSource = file === '-' ? streams.stdin : file;
  const bar = progressBar(
    streams.stderr,
    `Reading ${file === '-' ? 'standard input' : file}`,
    await sizeOf(source),
  );
  try {
    return await groupByTicket(
      readEventLog(source, map.format, { onBytes: bar.advance }),
      map.values,
      report,
    );
  } finally {
    bar.end();
  }
}

/** A file that cannot be looked at has no size; reading it will say why. */
async function sizeOf(source: EventLogSource): Promise<number | null> {
  if (typeof source !== 'string') return null;
  return stat(source).then(
    ({ size }) => size,
    () => null,
  );
}

function* historiesOf(
  log: GroupedLog,
  onHistory: (history: TicketHistory) => void,
  report: ReportFinding,
): Generator<TicketHistory> {
  for (const ticket of log.tickets) {
    const history = toTicketHistory(ticket, report);
    if (history === null) continue;
    onHistory(history);
    yield history;
  }
}

/** Writes JSON Lines no faster than the reader of them takes them. A stream that was open before stays open. */
async function writeLines(items: Iterable<unknown>, target: string | NodeJS.WritableStream): Promise<void> {
  const lines = Readable.from(inPieces(items));
  if (typeof target === 'string') await pipeline(lines, createWriteStream(target));
  else await pipeline(lines, target, { end: false });
}

const LINES_PER_PIECE = 200;

function* inPieces(items: Iterable<unknown>): Generator<string> {
  let lines: string[] = [];
  for (const item of items) {
    lines.push(`${JSON.stringify(item)}\n`);
    if (lines.length < LINES_PER_PIECE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
