import { formatWireTime, parseWireTime } from '../time/wire-time.ts';

/** The part of `GlideDateTime` that scripts here use: an instant, which reads and writes itself as UTC. */
export function glideDateTimeOf(now: () => number) {
  return class GlideDateTime {
    #at: number;

    /** Without a value: now. */
    constructor(value?: string) {
      this.#at = value === undefined ? now() : parseWireTime(value);
    }

    addSeconds(seconds: number): void {
      this.#at += seconds * 1000;
    }

    getValue(): string {
      return formatWireTime(this.#at);
    }

    getNumericValue(): number {
      return this.#at;
    }
  };
}
