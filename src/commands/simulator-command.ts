import {
  parseSimulatorArgs,
  runSimulator,
  simulatorUsage,
  stopSignal,
} from '../simulator/simulator-command.ts';
import type { CommandSurroundings } from './command.ts';

export const usage = simulatorUsage;

/** `sla-bridge simulator`. Resolves when it was told to stop. */
export function run(args: readonly string[], { stdout }: CommandSurroundings): Promise<number> {
  return runSimulator(parseSimulatorArgs([...args]), { stdout, stopped: stopSignal() });
}
