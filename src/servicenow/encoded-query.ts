import type { Instant } from '../time/instant.ts';
import { type BaseFilter, findTextFault } from './base-filter.ts';
import { formatWireDate } from './wire-date.ts';

declare const builtHere: unique symbol;

/** A finished `sysparm_query`. Only {@link buildQuery} makes one, so that no value can ever add a condition. */
export type EncodedQuery = string & { readonly [builtHere]: 'query' };

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'STARTSWITH';

export type Condition =
  /** A number is an instant and is written in UTC, to the second. */
  | { readonly field: string; readonly operator: Comparison; readonly value: string | Instant }
  | { readonly field: string; readonly operator: 'IN'; readonly values: readonly string[] }
  | { readonly field: string; readonly operator: 'ISEMPTY' | 'ISNOTEMPTY' };

export interface Order {
  readonly field: string;
  readonly descending?: boolean;
}

export interface QueryParts {
  /** Holds in every group: ServiceNow starts anew at each `^NQ`. */
  readonly base?: BaseFilter | null;
  /** Groups of conditions; a record matches if it satisfies all conditions of any one group. */
  readonly anyOf: readonly (readonly Condition[])[];
  readonly orderBy?: readonly Order[];
}

/** A value or field name that must not reach ServiceNow, `code` `query-refused`. */
export class QueryRefused extends Error {
  readonly code = 'query-refused';
  readonly field: string;

  constructor(field: string, fault: string) {
    super(`Query condition on "${field}" refused: ${fault}.`);
    this.name = 'QueryRefused';
    this.field = field;
  }
}

const FIELD_NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;

/** Writes a `sysparm_query`. Throws {@link QueryRefused} for a value that could mean more than itself. */
export function buildQuery(parts: QueryParts): EncodedQuery {
  const groups = parts.anyOf.length === 0 ? [[]] : parts.anyOf;
  const written = groups.map((group) => writeGroup(parts.base ?? null, group));
  const order = (parts.orderBy ?? []).map(writeOrder);
  return [written.join('^NQ'), ...order].filter((text) => text !== '').join('^') as EncodedQuery;
}

function writeGroup(base: BaseFilter | null, conditions: readonly Condition[]): string {
  const own = conditions.map(writeCondition);
  return (base === null ? own : [base, ...own]).join('^');
}

function writeCondition(condition: Condition): string {
  const field = requireFieldName(condition.field);
  if ('values' in condition) return `${field}IN${writeList(field, condition.values)}`;
  if (!('value' in condition)) return field + condition.operator;
  const { value } = condition;
  const text = typeof value === 'number' ? formatWireDate(value) : requireSafeValue(field, value);
  return field + condition.operator + text;
}

function writeList(field: string, values: readonly string[]): string {
  if (values.length === 0) throw new QueryRefused(field, 'an empty list would match nothing or everything');
  for (const value of values) {
    requireSafeValue(field, value);
    // There is no escape for the separator.
    if (value.includes(',')) throw new QueryRefused(field, 'a listed value must not contain a comma');
  }
  return values.join(',');
}

function writeOrder(order: Order): string {
  return (order.descending === true ? 'ORDERBYDESC' : 'ORDERBY') + requireFieldName(order.field);
}

function requireFieldName(field: string): string {
  if (!FIELD_NAME.test(field)) throw new QueryRefused(field.slice(0, 40), 'this is no field name');
  return field;
}

function requireSafeValue(field: string, value: string): string {
  const fault = findValueFault(value);
  if (fault !== null) throw new QueryRefused(field, fault);
  return value;
}

/** ServiceNow knows no escape for `^`. */
function findValueFault(value: string): string | null {
  if (value === '') return 'an empty value would ask for empty fields; use ISEMPTY';
  if (value.includes('^')) return 'must not contain "^", which begins a new condition';
  return findTextFault(value);
}
