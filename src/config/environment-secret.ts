import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * A value that must not be seen by accident: printed, logged, concatenated or serialised it is `[secret]`.
 * Only whoever needs the value says `.reveal()`, which makes every such place easy to find.
 */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}

export function secret(value: string): Secret {
  return Object.freeze({
    reveal: () => value,
    toString: () => MASK,
    toJSON: () => MASK,
    [inspect.custom]: () => MASK,
  });
}

/** The same shape with its secrets as plain texts. */
export type Revealed<Shape> = { [Key in keyof Shape]: Shape[Key] extends Secret ? string : Shape[Key] };

/** Unwraps the secrets of a flat object, for the one part of the product that sends them. */
export function revealSecrets<Shape extends object>(shape: Shape): Revealed<Shape> {
  const entries = Object.entries(shape).map(([key, value]) => [
    key,
    isSecret(value) ? value.reveal() : value,
  ]);
  return Object.fromEntries(entries) as Revealed<Shape>;
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'reveal' in value;
}
