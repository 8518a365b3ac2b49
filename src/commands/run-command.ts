import { type Command, type CommandSurroundings, exitCodes } from './command.ts';
import { explainStartFailure } from './start-failure.ts';
import { writeText } from './text-streams.ts';

/** One command of the table: what it is for, and how to get it when it is asked for. */
export interface CommandEntry {
  readonly summary: string;
  /** A command is loaded only when it runs, so that a small one starts fast. */
  load(): Promise<Command>;
}

export type CommandTable = Readonly<Record<string, CommandEntry>>;

/** Runs the command that the arguments name and resolves with the exit code, if it has one. */
export async function runCommand(
  table: CommandTable,
  [name, ...args]: readonly string[],
  around: CommandSurroundings,
): Promise<number | undefined> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await writeText(around.stdout, overview(table));
    return exitCodes.done;
  }
  if (!Object.hasOwn(table, name)) {
    await writeText(around.stderr, `sla-bridge: there is no command '${name}'.\n\n${overview(table)}`);
    return exitCodes.usage;
  }
  const command = await table[name]!.load();
  try {
    if (args.includes('--help')) {
      await writeText(around.stdout, command.usage);
      return exitCodes.done;
    }
    return await command.run(args, around);
  } catch (error) {
    return await report(name, error, around);
  }
}

/** Says what went wrong: in its own words where the fault was foreseen, else with its trace. */
async function report(name: string, error: unknown, around: CommandSurroundings): Promise<number> {
  const { code, path, message, stack } = error as Error & { code?: unknown; path?: unknown };
  // Whoever reads our output may stop when they have seen enough (`| head`): no fault of theirs or ours.
  if (code === 'EPIPE') return exitCodes.done;
  const say = (text: string): Promise<void> => writeText(around.stderr, `sla-bridge ${name}: ${text}\n`);
  const explanation = explainStartFailure(error);
  if (explanation !== null) {
    await say(explanation);
    return exitCodes.faults;
  }
  switch (code) {
    case 'usage':
      await say(`${message}\nTry: sla-bridge ${name} --help`);
      return exitCodes.usage;
    case 'config-invalid':
    case 'environment-invalid':
      await say(message);
      return exitCodes.brokenConfiguration;
    case 'ENOENT':
      await say(`there is no file '${path}'; check the path`);
      return exitCodes.faults;
    case 'EACCES':
    case 'EISDIR':
      await say(
        `${path === undefined ? 'the file' : `'${path}'`} cannot be read (${code}); name a file that you may read`,
      );
      return exitCodes.faults;
    default:
      await say(stack ?? String(error));
      return exitCodes.faults;
  }
}

function overview(table: CommandTable): string {
  const width = Math.max(...Object.keys(table).map((name) => name.length));
  const lines = Object.entries(table).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`);
  return [
    'Usage: sla-bridge COMMAND [options]\n\n',
    ...lines,
    '\nsla-bridge COMMAND --help tells more about one.\n',
  ].join('');
}
