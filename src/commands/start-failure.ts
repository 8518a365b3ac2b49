/** What can keep a command from starting although its configuration is well-formed, by the error's code. */
const explanations: Readonly<Record<string, (error: StartError) => string>> = {
  EADDRINUSE: ({ port, address }) =>
    `port ${port} of ${address} is taken by another program; stop that one, or set PORT to another port`,
  EADDRNOTAVAIL: ({ address }) => `this machine has no address ${address}; set HOST to one of its own`,
  'data-dir-in-use': ({ message }) => message,
  ECONNREFUSED: databaseUnreachable,
  ENOTFOUND: databaseUnreachable,
  EAI_AGAIN: databaseUnreachable,
  EHOSTUNREACH: databaseUnreachable,
  ETIMEDOUT: databaseUnreachable,
  // PostgreSQL's own codes.
  '28P01': () => 'the database rejects user or password; check DATABASE_URL',
  '28000': () => 'the database does not let this user in; check DATABASE_URL and its pg_hba.conf',
  '3D000': () => 'the database server has no database of that name; create it, or check DATABASE_URL',
  '42501': () => 'the database user may not do this; it needs the right to create tables and schemas',
};

interface StartError extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly port?: unknown;
  readonly address?: unknown;
}

/** Says in a sentence what is wrong and what to do; null for what nobody foresaw. */
export function explainStartFailure(error: unknown): string | null {
  const failure = error as StartError;
  const { code, syscall, port } = failure;
  if (code === 'EACCES' && syscall === 'listen') {
    return `port ${port} is for privileged programs only; set PORT to one above 1023`;
  }
  const explain = typeof code === 'string' && Object.hasOwn(explanations, code) ? explanations[code] : null;
  return explain?.(failure) ?? null;
}

function databaseUnreachable({ code }: StartError): string {
  return `the database cannot be reached (${code}); check DATABASE_URL, and that PostgreSQL is running there`;
}
