import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.ts';

/** Reads options and positional arguments. Throws {@link UsageError} for options that do not exist or lack a value. */
export function readArguments<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Refuses positional arguments where a command takes none. */
export function takeNone(positionals: readonly string[]): void {
  if (positionals[0] !== undefined)
    throw new UsageError(`what is '${positionals[0]}'? No such argument is known.`);
}
