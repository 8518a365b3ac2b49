import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { CommandSurroundings } from '../../src/commands/command.ts';

export interface CommandRun {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandInput {
  /** What comes in on standard input; several pieces arrive one after the other. */
  readonly stdin?: string | readonly (string | Uint8Array)[];
  readonly env?: CommandSurroundings['env'];
}

/** Runs a command with streams in place of a process's own, and tells what it printed. */
export async function runWith(
  run: (around: CommandSurroundings) => Promise<number | undefined>,
  { stdin = '', env = {} }: CommandInput = {},
): Promise<CommandRun> {
  const written = { stdout: '', stderr: '' };
  const writable = (name: keyof typeof written): Writable =>
    new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
  const pieces = (typeof stdin === 'string' ? [stdin] : stdin).map((piece) =>
    Buffer.from(piece as Uint8Array),
  );
  const around = {
    env,
    stdin: Readable.from(pieces),
    stdout: writable('stdout'),
    stderr: writable('stderr'),
  };
  const code = await run(around);
  return { code, ...written };
}

/** Makes a new folder with these files and answers how each is called. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<(name: string) => string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'command-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return (name) => path.join(folder, name);
}
