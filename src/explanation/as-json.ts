import { formatInstant } from '../time/instant.ts';

/** The same data for an answer: instants as text, stretches named shortly. */
export type Written<Value> = Value extends readonly (infer Item)[]
  ? Written<Item>[]
  : Value extends object
    ? { -readonly [Name in keyof Value as ShortName<Name>]: WrittenMember<Name, Value[Name]> }
    : Value;

type WrittenMember<Name, Value> = Name extends 'at' | `${string}At` | `${string}Until`
  ? Value extends number
    ? string
    : Value
  : Written<Value>;

type ShortName<Name> = Name extends keyof typeof shortNames ? (typeof shortNames)[Name] : Name;

/** Stretches are named shortly in answers. */
const shortNames = { fromAt: 'from', toAt: 'to' } as const;

/** The same data for an answer: instants (`at`, and names ending in `At` or `Until`) as ISO 8601 text in UTC. */
export function asJson<Value extends object>(value: Value): Written<Value> {
  const names: Readonly<Record<string, string>> = shortNames;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [names[name] ?? name, heldAsJson(name, held)]),
  ) as Written<Value>;
}

function heldAsJson(name: string, value: unknown): unknown {
  if (typeof value === 'number' && /^at$|(At|Until)$/.test(name)) return formatInstant(value);
  if (Array.isArray(value))
    return value.map((item) => (isObject(item) ? asJson(item) : heldAsJson(name, item)));
  return isObject(value) ? asJson(value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
