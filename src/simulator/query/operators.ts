import type { FieldType } from '../database/dictionary.ts';
import { compareValues } from '../database/ordering.ts';
import { formatWireTime } from '../time/wire-time.ts';

/** What an operator needs to judge one field of many rows. */
export interface Operand {
  readonly type: FieldType;
  /** The literal after the operator, scripts evaluated, dates in UTC. */
  readonly value: string;
  /** The instance's time, for the relative operators. */
  readonly now: number;
}

/** Judges a raw value. */
export type TestValue = (raw: string) => boolean;

interface Operator {
  /** `query_range` rules can take such a condition out of a query. */
  readonly isRange: boolean;
  readonly compile: (operand: Operand) => TestValue;
}

const fold = (text: string): string => text.toLowerCase();

/** Equality ignores case, as the databases below an instance usually do; booleans may be written as numbers. */
function equals({ type, value }: Operand): TestValue {
  const wanted =
    type === 'boolean' ? fold(value).replace(/^1$/, 'true').replace(/^0$/, 'false') : fold(value);
  return (raw) => fold(raw) === wanted;
}

function isIn({ value }: Operand): TestValue {
  const wanted = new Set(value.split(',').map((item) => fold(item.trim())));
  return (raw) => wanted.has(fold(raw));
}

function like({ value }: Operand): TestValue {
  const wanted = fold(value);
  return (raw) => fold(raw).includes(wanted);
}

/** An empty value is neither before nor after anything. */
function compared(holds: (difference: number) => boolean): (operand: Operand) => TestValue {
  return ({ type, value }) => {
    return (raw) => raw !== '' && holds(compareValues(raw, value, type));
  };
}

function between({ type, value }: Operand): TestValue {
  const [low = '', high = ''] = value.split('@');
  return (raw) => raw !== '' && compareValues(raw, low, type) >= 0 && compareValues(raw, high, type) <= 0;
}

/** `ONToday@start@end`: the name before the first `@` is only a label. */
const on = (operand: Operand): TestValue =>
  between({ ...operand, value: operand.value.split('@').slice(1).join('@') });

const UNIT_MS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  dayofweek: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
  quarter: 7_776_000_000,
  year: 31_536_000_000,
};

/** `RELATIVEGT@hour@ago@1`: measured from the instance's now. */
function relative(holds: (difference: number) => boolean): (operand: Operand) => TestValue {
  return ({ value, now }) => {
    const [unit = '', direction = '', amount = ''] = value.split('@').filter((part) => part !== '');
    const offsetMs = (UNIT_MS[unit] ?? 0) * Number(amount) * (direction === 'ago' ? -1 : 1);
    const mark = formatWireTime(now + offsetMs);
    return (raw) => raw !== '' && holds(compareValues(raw, mark, 'datetime'));
  };
}

const not =
  (compile: (operand: Operand) => TestValue): ((operand: Operand) => TestValue) =>
  (operand) => {
    const test = compile(operand);
    return (raw) => !test(raw);
  };

const plain = (compile: Operator['compile']): Operator => ({ isRange: false, compile });
const range = (compile: Operator['compile']): Operator => ({ isRange: true, compile });

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': plain(equals),
  '!=': plain(not(equals)),
  '<': range(compared((difference) => difference < 0)),
  '<=': range(compared((difference) => difference <= 0)),
  '>': range(compared((difference) => difference > 0)),
  '>=': range(compared((difference) => difference >= 0)),
  IN: plain(isIn),
  'NOT IN': plain(not(isIn)),
  LIKE: range(like),
  CONTAINS: range(like),
  'DOES NOT CONTAIN': range(not(like)),
  'NOT LIKE': range(not(like)),
  NOTLIKE: range(not(like)),
  STARTSWITH: range(({ value }) => {
    const wanted = fold(value);
    return (raw) => fold(raw).startsWith(wanted);
  }),
  ENDSWITH: range(({ value }) => {
    const wanted = fold(value);
    return (raw) => fold(raw).endsWith(wanted);
  }),
  ISEMPTY: plain(() => (raw) => raw === ''),
  ISNOTEMPTY: plain(() => (raw) => raw !== ''),
  EMPTYSTRING: plain(() => (raw) => raw === ''),
  ANYTHING: plain(() => () => true),
  BETWEEN: range(between),
  ON: range(on),
  NOTON: range(not(on)),
  RELATIVEGT: range(relative((difference) => difference > 0)),
  RELATIVEGE: range(relative((difference) => difference >= 0)),
  RELATIVELT: range(relative((difference) => difference < 0)),
  RELATIVELE: range(relative((difference) => difference <= 0)),
  DYNAMIC: plain(equals),
};

/** Compares a field with another field of the same row, whose name is the literal. */
export const FIELD_OPERATORS: Readonly<Record<string, (difference: number) => boolean>> = {
  SAMEAS: (difference) => difference === 0,
  NSAMEAS: (difference) => difference !== 0,
  GT_FIELD: (difference) => difference > 0,
  GT_OR_EQUALS_FIELD: (difference) => difference >= 0,
  LT_FIELD: (difference) => difference < 0,
  LT_OR_EQUALS_FIELD: (difference) => difference <= 0,
};

/** Longest first, so that `NOT IN` is not read as a field that ends in `NOT`. */
export const OPERATOR_NAMES: readonly string[] = [
  ...Object.keys(OPERATORS),
  ...Object.keys(FIELD_OPERATORS),
].sort((left, right) => right.length - left.length);

/** The compiled test, or null for an operator that compares with another field. */
export function compileOperator(operator: string, operand: Operand): TestValue | null {
  return OPERATORS[operator]?.compile(operand) ?? null;
}

export function isRangeOperator(operator: string): boolean {
  return OPERATORS[operator]?.isRange ?? operator in FIELD_OPERATORS;
}
