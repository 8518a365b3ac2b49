/** Field names under which a credential might travel; what stands there is never written, at the top or one level down. */
const secretFields = [
  'authorization',
  'Authorization',
  'cookie',
  'password',
  'secret',
  'clientSecret',
  'token',
  'access_token',
  'refresh_token',
  'apiKey',
  'x-sn-apikey',
  'privateKey',
  'webhook-signature',
];

/** Paths for pino's redaction. */
export const redactedPaths: string[] = secretFields.flatMap((name) => {
  const field = name.includes('-') ? `["${name}"]` : name;
  const below = name.includes('-') ? field : `.${field}`;
  return [field, `*${below}`, `req.headers${below}`, `*.headers${below}`];
});

const MASK = '[secret]';

/** Replacing shorter ones would riddle the log with holes and guard nothing. */
const SHORTEST_MASKED = 6;

/**
 * Returns a function that blanks every one of these texts in a finished log line, where they stand as JSON writes
 * them: the last line of defence for a secret that some message from outside repeats.
 */
export function maskTexts(secrets: readonly string[]): (line: string) => string {
  const written = secrets
    .filter((text) => text.length >= SHORTEST_MASKED)
    .map((text) => JSON.stringify(text).slice(1, -1));
  const longestFirst = [...new Set(written)].sort((a, b) => b.length - a.length);
  return (line) => longestFirst.reduce((masked, text) => masked.replaceAll(text, MASK), line);
}
