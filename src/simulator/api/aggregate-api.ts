import { compareValues } from '../database/ordering.ts';
import type { Row } from '../database/row.ts';
import { type FieldPath, resolvePath } from '../query/field-path.ts';
import { findRows } from '../query/run-query.ts';
import type { Call, Reply } from './exchange.ts';
import { isTrue, readQuery, viewFor } from './query-parameters.ts';
import type { ApiServices } from './services.ts';
import { openTable, type TableCall } from './table-api.ts';

const AGGREGATES = ['avg', 'min', 'max', 'sum'] as const;
type Aggregate = (typeof AGGREGATES)[number];

type Stats = { count?: string } & Partial<Record<Aggregate, Record<string, string>>>;

interface GroupStats {
  readonly stats: Stats;
  readonly groupby_fields?: readonly { readonly field: string; readonly value: string }[];
}

/** `GET /api/now/stats/{table}`: counts and sums, every figure a string. */
export function answerAggregate(call: Call, services: ApiServices): Reply {
  const opened = openTable(call, services);
  if ('status' in opened) return opened;
  const { searchParams } = call.request.url;
  const view = viewFor(opened, opened.definition, services, opened.permissions);
  const query = readQuery(opened, opened.definition, services);
  const rows = findRows(services.database, opened.definition.name, query, view).filter(
    opened.permissions.maySee(opened.definition.name),
  );
  const groupFields = listOf(searchParams, 'sysparm_group_by');
  const compute = createStats(opened, services);
  if (groupFields.length === 0) return { status: 200, json: { result: { stats: compute(rows) } } };
  const result = groupRows(opened, services, rows, groupFields)
    .map(
      ({ values, members }): GroupStats => ({
        stats: compute(members),
        groupby_fields: groupFields.map((field, index) => ({ field, value: values[index] ?? '' })),
      }),
    )
    .filter(({ stats }) => satisfiesHaving(searchParams.get('sysparm_having'), stats));
  return { status: 200, json: { result } };
}

function listOf(parameters: URLSearchParams, name: string): string[] {
  return (parameters.get(name) ?? '').split(',').filter((field) => field !== '');
}

function createStats(call: TableCall, services: ApiServices): (rows: readonly Row[]) => Stats {
  const { searchParams } = call.request.url;
  const wanted = AGGREGATES.flatMap((aggregate) =>
    listOf(searchParams, `sysparm_${aggregate}_fields`).flatMap((field) => {
      const path = resolvePath(services.database, call.definition, field);
      return path === null ? [] : [{ aggregate, field, path }];
    }),
  );
  return (rows) => {
    const stats: Stats = isTrue(searchParams, 'sysparm_count') ? { count: String(rows.length) } : {};
    for (const { aggregate, field, path } of wanted) {
      stats[aggregate] = { ...stats[aggregate], [field]: computeAggregate(aggregate, path, rows) };
    }
    return stats;
  };
}

function computeAggregate(aggregate: Aggregate, path: FieldPath, rows: readonly Row[]): string {
  const values = rows.map((row) => path.read(row)).filter((value) => value !== '');
  if (values.length === 0) return '';
  const sorted = values.toSorted((left, right) => compareValues(left, right, path.field.type));
  if (aggregate === 'min') return sorted[0]!;
  if (aggregate === 'max') return sorted.at(-1)!;
  const sum = values.reduce((total, value) => total + Number(value), 0);
  return aggregate === 'sum' ? String(sum) : (sum / values.length).toFixed(4);
}

interface RowGroup {
  readonly values: readonly string[];
  readonly members: Row[];
}

function groupRows(
  call: TableCall,
  services: ApiServices,
  rows: readonly Row[],
  fields: readonly string[],
): RowGroup[] {
  const paths = fields.map((field) => resolvePath(services.database, call.definition, field));
  const groups = new Map<string, RowGroup>();
  for (const row of rows) {
    const values = paths.map((path) => path?.read(row) ?? '');
    const key = values.join('\u0000');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { values, members: [row] });
    else group.members.push(row);
  }
  return [...groups.values()].sort((left, right) => (left.values.join() < right.values.join() ? -1 : 1));
}

/** `count^field^>^5`, several joined by commas: the field means nothing to a count. */
function satisfiesHaving(having: string | null, stats: Stats): boolean {
  if (having === null || having === '') return true;
  return having.split(',').every((text) => {
    const [aggregate = '', field = '', operator = '', value = ''] = text.split('^');
    const figure =
      aggregate.toLowerCase() === 'count'
        ? stats.count
        : stats[aggregate.toLowerCase() as Aggregate]?.[field];
    const difference = Number(figure ?? Number.NaN) - Number(value);
    if (operator === '>') return difference > 0;
    if (operator === '<') return difference < 0;
    if (operator === '>=') return difference >= 0;
    if (operator === '<=') return difference <= 0;
    return operator === '!=' ? difference !== 0 : difference === 0;
  });
}
