import type { Order } from '../database/ordering.ts';
import { OPERATOR_NAMES } from './operators.ts';
import { type RelatedRows, readJoin, readRelatedList } from './related-rows.ts';

export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** Alternatives joined by `^OR`. */
export type Clause = readonly Condition[];
/** Clauses joined by `^`: all must hold. */
export type Group = readonly Clause[];

export interface EncodedQuery {
  /** Joined by `^NQ`: one must hold. No group at all matches everything. */
  readonly groups: readonly Group[];
  readonly order: readonly Order[];
  /** Conditions on other tables' rows, which must hold besides. */
  readonly related: readonly RelatedRows[];
}

const CONDITION = new RegExp(`^([a-z_][a-z0-9_.]*?)\\s?(${OPERATOR_NAMES.join('|')})(.*)$`, 's');

/**
 * Reads an encoded query. `a^ORb^c` is (a or b) and c; `^NQ` begins an independent group; orders stack, wherever they
 * stand. A piece that is no condition is read as a condition on a field of that text, which no table has.
 */
export function parseEncodedQuery(text: string): EncodedQuery {
  const groups: Condition[][][] = [[]];
  const order: Order[] = [];
  const { pieces, related } = takeRelated(text.split('^'));
  for (const piece of pieces) {
    if (piece === '' || piece === 'EQ' || piece.startsWith('GROUPBY')) continue;
    if (piece.startsWith('ORDERBY')) {
      order.push(readOrder(piece));
    } else if (piece.startsWith('NQ')) {
      groups.push(piece === 'NQ' ? [] : [[readCondition(piece.slice(2))]]);
    } else if (piece.startsWith('OR') && groups.at(-1)!.length > 0) {
      groups
        .at(-1)!
        .at(-1)!
        .push(readCondition(piece.slice(2)));
    } else {
      groups.at(-1)!.push([readCondition(piece)]);
    }
  }
  return { groups, order, related };
}

/** Parts the conditions on other tables from the rest: a related list extends over several pieces. */
function takeRelated(all: readonly string[]): { pieces: readonly string[]; related: readonly RelatedRows[] } {
  const pieces: string[] = [];
  const related: (RelatedRows | null)[] = [];
  for (let index = 0; index < all.length; index += 1) {
    const piece = all[index]!;
    if (piece.startsWith('JOIN')) {
      related.push(readJoin(piece, parseEncodedQuery));
    } else if (piece.startsWith('RLQUERY')) {
      const end = all.indexOf('ENDRLQUERY', index);
      const last = end < 0 ? all.length : end;
      related.push(readRelatedList(piece, all.slice(index + 1, last), parseEncodedQuery));
      index = last;
    } else {
      pieces.push(piece);
    }
  }
  return { pieces, related: related.filter((item) => item !== null) };
}

function readOrder(piece: string): Order {
  const descending = piece.startsWith('ORDERBYDESC');
  return { field: piece.slice(descending ? 'ORDERBYDESC'.length : 'ORDERBY'.length).trim(), descending };
}

function readCondition(piece: string): Condition {
  const match = CONDITION.exec(piece.trim());
  return match === null
    ? { field: piece, operator: '=', value: '' }
    : { field: match[1]!, operator: match[2]!, value: match[3]! };
}
