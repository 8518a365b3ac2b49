import type { Instant } from '../time/instant.ts';
import { type CsvRecord, readCsvRecords } from './csv-records.ts';
import { EventLogError } from './event-log-error.ts';
import {
  type EventLogColumn,
  type EventLogFormat,
  eventLogColumns,
  type InstantColumn,
  instantColumns,
  type TextColumn,
  textColumns,
} from './event-log-format.ts';
import { type EventLogSource, readLogBytes } from './log-bytes.ts';
import { compileTimeReader, type TimeReader } from './log-time.ts';

/** Something about one row that could not be read. The row is handed over nevertheless, without that value. */
export interface RowFault {
  readonly column: string;
  readonly value: string;
  readonly code: 'field-count' | 'time-unreadable' | 'number-unreadable';
}

/** One row of an event log: what a ticket looked like after one update. A column that the log has not is empty. */
export type EventLogRow = Readonly<Record<TextColumn, string>> &
  Readonly<Record<InstantColumn, Instant | null>> & {
    /** The line of the file, 1 being the header. */
    readonly line: number;
    readonly sysModCount: number | null;
    readonly faults: readonly RowFault[];
  };

export interface ReadEventLogOptions {
  /** Told of each piece read, in bytes of the file as it lies on disk. */
  readonly onBytes?: (count: number) => void;
}

/**
 * Reads an event log row by row, in the order of the file, from a .csv or from the first .csv of a .zip.
 * Nothing is held but the piece being read. Throws an {@link EventLogError} for a log that cannot be read at all.
 */
export async function* readEventLog(
  source: EventLogSource,
  format: EventLogFormat,
  options: ReadEventLogOptions = {},
): AsyncGenerator<EventLogRow> {
  let toRow: ((record: CsvRecord) => EventLogRow) | null = null;
  const bytes = readLogBytes(source, options.onBytes ?? (() => {}));
  for await (const record of readCsvRecords(bytes, format.delimiter)) {
    if (toRow === null) toRow = rowReader(record.fields, format);
    else yield toRow(record);
  }
  if (toRow === null) {
    throw new EventLogError('event-log-empty', 'the log is empty; its first line must name the columns');
  }
}

function rowReader(header: readonly string[], format: EventLogFormat): (record: CsvRecord) => EventLogRow {
  const positions = columnPositions(header, format);
  const readTime = compileTimeReader(format.times, format.zone);
  const missing = new Set(format.missing);
  return (record) => {
    const faults: RowFault[] = [];
    if (record.fields.length !== header.length) {
      faults.push({ column: 'number', value: String(record.fields.length), code: 'field-count' });
    }
    const row: Record<string, unknown> = { line: record.line };
    const text = (column: EventLogColumn): string => {
      const value = record.fields[positions[column]] ?? '';
      return missing.has(value) ? '' : value;
    };
    for (const column of textColumns) row[column] = text(column);
    for (const column of instantColumns) row[column] = instantOf(column, text(column), readTime, faults);
    row['sysModCount'] = countOf(text('sysModCount'), faults);
    row['faults'] = faults;
    return row as EventLogRow;
  };
}

/** Where each of our columns stands in the log; -1 for one that the log has not. */
function columnPositions(header: readonly string[], format: EventLogFormat): Record<EventLogColumn, number> {
  const positions = {} as Record<EventLogColumn, number>;
  for (const column of eventLogColumns) {
    const name = format.columns[column];
    positions[column] = name === undefined ? -1 : header.indexOf(name);
    if (name !== undefined && positions[column] === -1) throw columnMissing(column, name, header);
  }
  return positions;
}

function columnMissing(column: string, name: string, header: readonly string[]): EventLogError {
  return new EventLogError(
    'event-log-column-missing',
    `the log has no column '${name}' (wanted for ${column}); its first line names: ${header.join(', ').slice(0, 500)}`,
  );
}

function instantOf(
  column: InstantColumn,
  text: string,
  read: TimeReader,
  faults: RowFault[],
): Instant | null {
  if (text === '') return null;
  const instant = read(text);
  if (instant === null) faults.push({ column, value: text, code: 'time-unreadable' });
  return instant;
}

function countOf(text: string, faults: RowFault[]): number | null {
  if (text === '') return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  faults.push({ column: 'sysModCount', value: text, code: 'number-unreadable' });
  return null;
}
