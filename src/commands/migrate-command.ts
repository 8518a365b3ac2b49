import { readFileSync } from 'node:fs';
import { readEnvironment } from '../config/environment.ts';
import { migrate } from '../store/migrate.ts';
import { openStorage } from '../wiring/storage.ts';
import { type CommandSurroundings, exitCodes } from './command.ts';
import { readArguments, takeNone } from './read-arguments.ts';
import { writeText } from './text-streams.ts';

export const usage = `Usage: sla-bridge migrate

Brings the database's schema up to date: the one of DATABASE_URL, or the embedded one in DATA_DIR. The service does so
by itself when it starts; this is for those who want it done before.

  --help   this text
`;

/** `sla-bridge migrate`. Safe to run at any time, also several at once. */
export async function run(args: readonly string[], around: CommandSurroundings): Promise<number> {
  takeNone(readArguments(args, {}).positionals);
  const { database } = readEnvironment(around.env, (path) => readFileSync(path, 'utf8'));
  const open = await openStorage(database);
  try {
    const names = await migrate(open.db);
    const done = names.length === 0 ? 'The schema was up to date.' : `Migrated: ${names.join(', ')}.`;
    await writeText(around.stdout, `${done}\n`);
    return exitCodes.done;
  } finally {
    await open.close();
  }
}
