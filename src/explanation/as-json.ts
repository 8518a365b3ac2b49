import { formatInstant } from '../time/instant.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Stretches are named shortly in answers. */
const shortNames: Readonly<Record<string, string>> = { fromAt: 'from', toAt: 'to' };

/** The same data for an answer: instants (`at`, and names ending in `At` or `Until`) as ISO 8601 text in UTC. */
export function asJson(value: Json): Json {
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [shortNames[name] ?? name, heldAsJson(name, held)]),
  );
}

function heldAsJson(name: string, value: unknown): unknown {
  if (typeof value === 'number' && /^at$|(At|Until)$/.test(name)) return formatInstant(value);
  if (Array.isArray(value))
    return value.map((item) => (isObject(item) ? asJson(item) : heldAsJson(name, item)));
  return isObject(value) ? asJson(value) : value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
