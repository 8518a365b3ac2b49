import type { Permissions } from '../access/permissions.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { type FieldPath, resolvePath } from '../query/field-path.ts';
import type { ApiServices } from './services.ts';

/** How a client wants records written. */
export interface ShapeWishes {
  /** Field names, dotted ones included; null: all of them. */
  readonly fields: readonly string[] | null;
  readonly display: 'false' | 'true' | 'all';
  readonly excludeLinks: boolean;
  /** `https://instance/api/now/table`: where references link to. */
  readonly tableUrl: string;
  readonly timeZone: string;
}

export function readShapeWishes(
  parameters: URLSearchParams,
  tableUrl: string,
  timeZone: string,
): ShapeWishes {
  const fields = parameters.get('sysparm_fields');
  const display = (parameters.get('sysparm_display_value') ?? 'false').toLowerCase();
  return {
    fields: fields === null || fields.trim() === '' ? null : fields.split(',').map((name) => name.trim()),
    display: display === 'true' || display === 'all' ? display : 'false',
    excludeLinks: parameters.get('sysparm_exclude_reference_link')?.toLowerCase() === 'true',
    tableUrl,
    timeZone,
  };
}

/** A function that writes rows of a table as the wire shows them. Unknown and unreadable fields are left out. */
export function createShape(
  services: ApiServices,
  definition: TableDefinition,
  wishes: ShapeWishes,
  permissions: Permissions,
): (row: Row) => Record<string, unknown> {
  const mayRead = permissions.mayReadField(definition.name);
  const names = wishes.fields ?? [...definition.fields.keys()];
  const writers = names.flatMap((name) => {
    const path = mayRead(name) ? resolvePath(services.database, definition, name) : null;
    return path === null ? [] : [{ name, write: createCellWriter(services, definition, path, wishes) }];
  });
  return (row) => {
    const shaped: Record<string, unknown> = {};
    for (const { name, write } of writers) shaped[name] = write(row);
    return shaped;
  };
}

type CellWriter = (row: Row) => unknown;

function createCellWriter(
  services: ApiServices,
  definition: TableDefinition,
  path: FieldPath,
  wishes: ShapeWishes,
): CellWriter {
  const { field } = path;
  const raw = (row: Row): string => (field.type === 'journal' ? '' : path.read(row));
  const label = (row: Row): string => {
    const owner = path.owner(row);
    if (owner === undefined) return '';
    const table = services.database.table(cell(owner, 'sys_class_name'))?.definition ?? definition;
    return services.display.of(
      table.fields.has(field.name) ? table : definition,
      field,
      owner,
      wishes.timeZone,
    );
  };
  const link = (row: Row): string => `${wishes.tableUrl}/${field.reference}/${raw(row)}`;
  const hasLink = field.type === 'reference' && !wishes.excludeLinks;
  if (wishes.display === 'all') {
    return (row) => {
      const value = raw(row);
      const isEmpty = value === '' && field.type !== 'journal' && field.type !== 'password';
      const both = {
        display_value: isEmpty ? services.display.ofEmpty(definition, field) : label(row),
        value,
      };
      return hasLink && both.value !== '' ? { ...both, link: link(row) } : both;
    };
  }
  if (wishes.display === 'true') {
    return hasLink ? (row) => (raw(row) === '' ? '' : { display_value: label(row), link: link(row) }) : label;
  }
  return hasLink ? (row) => (raw(row) === '' ? '' : { link: link(row), value: raw(row) }) : raw;
}
