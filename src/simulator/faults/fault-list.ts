import type { Random } from '../random.ts';
import { type FaultOrder, type FaultSubject, meets } from './fault.ts';
import { FAULT_KINDS } from './fault-kinds.ts';

/** The faults that are waiting for a request to strike. */
export interface FaultList {
  /** Returns the fault's id. Throws for an unknown kind. */
  add(order: FaultOrder): string;
  remove(id: string): boolean;
  clear(): void;
  list(): readonly StandingFault[];
  /** The fault that strikes this request; it is used up by one. */
  strike(subject: FaultSubject): FaultOrder | null;
}

export interface StandingFault extends FaultOrder {
  readonly id: string;
  /** How often it may strike yet; null: always. */
  readonly left: number | null;
  readonly struck: number;
  /** Matching requests to be let pass yet. */
  readonly toSkip: number;
}

export function createFaultList(random: Random): FaultList {
  let standing: StandingFault[] = [];
  let added = 0;
  const replace = (fault: StandingFault): void => {
    standing = standing.map((other) => (other.id === fault.id ? fault : other));
  };
  return {
    add(order) {
      if (!Object.hasOwn(FAULT_KINDS, order.kind)) {
        throw new Error(`Unknown fault ${order.kind}. Known: ${Object.keys(FAULT_KINDS).join(', ')}.`);
      }
      added += 1;
      const times = order.times ?? (order.probability === undefined ? 1 : 'always');
      const left = times === 'always' ? null : times;
      standing.push({ ...order, id: `fault-${added}`, left, struck: 0, toSkip: order.skip ?? 0 });
      return `fault-${added}`;
    },
    remove(id) {
      const before = standing.length;
      standing = standing.filter((fault) => fault.id !== id);
      return standing.length < before;
    },
    clear: () => {
      standing = [];
    },
    list: () => standing,
    strike(subject) {
      for (const fault of standing) {
        if (fault.left === 0 || !meets(fault.match ?? {}, subject)) continue;
        if (fault.toSkip > 0) {
          replace({ ...fault, toSkip: fault.toSkip - 1 });
          continue;
        }
        if (fault.probability !== undefined && !random.chance(fault.probability)) continue;
        replace({ ...fault, struck: fault.struck + 1, left: fault.left === null ? null : fault.left - 1 });
        return fault;
      }
      return null;
    },
  };
}
