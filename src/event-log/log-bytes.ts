import { createReadStream } from 'node:fs';
import { Unzip, UnzipInflate } from 'fflate';
import { EventLogError } from './event-log-error.ts';

/** A file's path, or its bytes as they come. */
export type EventLogSource = string | AsyncIterable<Uint8Array>;

/** The bytes of the log itself: what is in a .zip (told by its first bytes, not its name) is unpacked as it is read. */
export async function* readLogBytes(
  source: EventLogSource,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  const chunks = counted(typeof source === 'string' ? fileBytes(source) : source, onBytes);
  const first = await chunks.next();
  if (first.done) return;
  if (isArchive(first.value)) yield* unpacked(first.value, chunks);
  else {
    yield first.value;
    yield* chunks;
  }
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new EventLogError('event-log-unreadable', `${path}: cannot be read (${reason})`, { cause: error });
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    if (chunk.length > 0) yield chunk;
  }
}

/** Every .zip with an entry in it begins with the signature of a local file header. */
function isArchive(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04;
}

/** Unpacks the first .csv of an archive. Each packed chunk is drained before the next is read: memory stays flat. */
async function* unpacked(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let progress: 'not-found' | 'reading' | 'complete' = 'not-found';
  const archive = new Unzip((entry) => {
    if (progress !== 'not-found' || !entry.name.toLowerCase().endsWith('.csv')) return;
    progress = 'reading';
    entry.ondata = (error, bytes, isLast) => {
      if (error !== null) throw error;
      waiting.push(bytes);
      if (isLast) progress = 'complete';
    };
    entry.start();
  });
  archive.register(UnzipInflate);
  const state = (): typeof progress => progress;
  for await (const chunk of joined(first, others)) {
    push(archive, chunk);
    yield* waiting;
    waiting = [];
    if (state() === 'complete') return;
  }
  throw incompleteArchive(state() === 'not-found' ? 'holds no .csv file' : 'ends before its .csv file does');
}

async function* joined(first: Uint8Array, others: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* others;
}

function push(archive: Unzip, chunk: Uint8Array): void {
  try {
    archive.push(chunk, false);
  } catch (error) {
    throw incompleteArchive('is damaged, or packed in a way other than deflate', error);
  }
}

function incompleteArchive(what: string, cause?: unknown): EventLogError {
  return new EventLogError(
    'event-log-archive-invalid',
    `the archive ${what}; pack the log as .csv in a .zip anew`,
    {
      cause,
    },
  );
}
