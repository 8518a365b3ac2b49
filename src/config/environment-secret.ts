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
