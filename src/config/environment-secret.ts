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

/** Every secret anywhere inside, with the password of an address on its own as well: what a log line must not show. */
export function collectSecrets(value: unknown): string[] {
  if (isSecret(value)) return [value.reveal(), ...passwordsIn(value.reveal())];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collectSecrets);
}

function passwordsIn(text: string): string[] {
  const password = URL.canParse(text) ? new URL(text).password : '';
  return password === '' ? [] : [...new Set([password, decodeURIComponent(password)])];
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'reveal' in value;
}
