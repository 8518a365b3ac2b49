import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { Database, Mutation } from '../database/database.ts';
import type { Row } from '../database/row.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';

/**
 * Keeps the instance's rows on disk: a snapshot, and beside it (`….log`) a line for each change since. Lines are
 * handed to the operating system before an answer leaves, so a killed process forgets nothing that it has confirmed.
 */
export interface StateFile {
  /** Puts everything written since the last call into the log. */
  flush(): void;
  /** Writes a fresh snapshot and lets go of the files. */
  close(): void;
}

interface Snapshot {
  readonly minted: number;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

interface LogLine {
  readonly minted: number;
  readonly table: string;
  readonly sysId: string;
  readonly row: Row | null;
}

const FLUSH_EVERY_MS = 250;
const LINES_PER_SNAPSHOT = 20_000;

/** Fills the database from the files; false if there are none yet. */
export function restoreState(path: string, database: Database): boolean {
  const hasSnapshot = existsSync(path);
  if (hasSnapshot) {
    const snapshot = JSON.parse(readFileSync(path, 'utf8')) as Snapshot;
    for (const [table, rows] of Object.entries(snapshot.tables)) {
      for (const row of rows) applyRow(database, table, row);
    }
    database.resumeMinting(snapshot.minted);
  }
  const lines = existsSync(`${path}.log`) ? readLog(`${path}.log`) : [];
  for (const { minted, table, sysId, row } of lines) {
    if (row === null) database.remove(table, sysId);
    else applyRow(database, table, row);
    database.resumeMinting(minted);
  }
  return hasSnapshot || lines.length > 0;
}

/** Begins to keep the database's changes, with a snapshot of what it holds now. */
export function keepState(path: string, database: Database, time: SimulatorTime): StateFile {
  const log = openSync(`${path}.log`, 'a');
  let waiting: Mutation[] = [];
  let linesSinceSnapshot = 0;
  let isClosed = false;

  const snapshot = (): void => {
    writeSnapshot(path, database);
    // A crash right here leaves lines that the snapshot already contains; repeating them changes nothing.
    ftruncateSync(log);
    linesSinceSnapshot = 0;
  };
  const flush = (): void => {
    if (waiting.length === 0 || isClosed) return;
    writeSync(log, waiting.map((mutation) => formatLine(mutation, database.minted())).join(''));
    linesSinceSnapshot += waiting.length;
    waiting = [];
    if (linesSinceSnapshot >= LINES_PER_SNAPSHOT) snapshot();
  };
  database.onMutation((mutation) => {
    if (waiting.length === 0) time.after(FLUSH_EVERY_MS, flush);
    waiting.push(mutation);
  });
  snapshot();
  return {
    flush,
    close() {
      if (isClosed) return;
      snapshot();
      isClosed = true;
      closeSync(log);
    },
  };
}

function applyRow(database: Database, table: string, row: Row): void {
  const fields = database.table(table)?.definition.fields;
  if (fields === undefined) return;
  for (const name of Object.keys(row)) {
    if (!fields.has(name)) fields.set(name, { name, type: 'string' });
  }
  database.put(table, row);
}

/** A process killed while it wrote leaves half a line at the end; what it confirmed is before that. */
function readLog(path: string): LogLine[] {
  const lines: LogLine[] = [];
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    try {
      if (text !== '') lines.push(JSON.parse(text) as LogLine);
    } catch {
      break;
    }
  }
  return lines;
}

function formatLine({ table, sysId, after }: Mutation, minted: number): string {
  return `${JSON.stringify({ minted, table, sysId, row: after } satisfies LogLine)}\n`;
}

function writeSnapshot(path: string, database: Database): void {
  const tables: Record<string, Row[]> = {};
  for (const store of database.tables()) tables[store.definition.name] = [...store.rows()];
  const file = openSync(`${path}.new`, 'w');
  writeSync(file, JSON.stringify({ minted: database.minted(), tables } satisfies Snapshot));
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}
