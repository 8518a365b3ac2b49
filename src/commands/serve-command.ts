import { serve } from '../main.ts';
import { exitCodes } from './command.ts';
import { readArguments, takeNone } from './read-arguments.ts';

export const usage = `Usage: sla-bridge serve

Runs the service. It is told everything through the environment (see the README); without SERVICENOW_URL it runs
against a built-in simulated instance with living demo data, and says so.

  --help   this text
`;

/** `sla-bridge serve`. Resolves when the service has stopped. */
export async function run(args: readonly string[]): Promise<number> {
  takeNone(readArguments(args, {}).positionals);
  await serve();
  return exitCodes.done;
}
