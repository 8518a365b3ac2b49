/** What a command is given beside its arguments: a process, or what a test hands in. */
export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

export interface Command {
  /** What `--help` prints. */
  readonly usage: string;
  /**
   * Does the work and resolves with the exit code, or with nothing where the process ends by other means. Throws
   * {@link UsageError} for arguments that make no sense.
   */
  run(args: readonly string[], around: CommandSurroundings): Promise<number | undefined>;
}

/** Exit codes; the last one is `EX_CONFIG` of BSD's sysexits. */
export const exitCodes = { done: 0, faults: 1, usage: 2, brokenConfiguration: 78 } as const;

/** Arguments that make no sense: the message says which and what to do. */
export class UsageError extends Error {
  readonly code = 'usage';
}
