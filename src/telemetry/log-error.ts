/** How deep a chain of causes is followed. */
const DEEPEST_CAUSE = 4;

/** What the log shows of an error. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/**
 * Picks what is useful from an error and leaves everything else behind: the errors of HTTP libraries carry the whole
 * request with its credentials, those of the database the values of the statement.
 */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = framesOf(error);
  const stack = frames === '' ? {} : { stack: frames };
  const hasCause = error.cause !== undefined && depth < DEEPEST_CAUSE;
  const cause = hasCause ? { cause: describeError(error.cause, depth + 1) } : {};
  return { type: error.name, message: error.message, ...code, ...stack, ...cause };
}

/** Where it was thrown, without the message that the stack repeats: that may hold line breaks from outside. */
function framesOf(error: Error): string {
  const lines = (error.stack ?? '').split('\n');
  return lines.filter((line) => /^ {4}at /.test(line)).join('\n');
}
