import { type Access, type Permissions, permissionsOf } from '../access/permissions.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { findReferenced } from '../query/field-path.ts';
import { runQuery } from '../query/run-query.ts';
import { abortingRule } from './aborting-rules.ts';
import {
  aclDenied,
  closedToRest,
  invalidTable,
  noRecord,
  queryDenied,
  unreadableBody,
  wrongMethod,
} from './errors.ts';
import type { Call, Operation, Reply } from './exchange.ts';
import { pageLinks } from './pagination-links.ts';
import { isTrue, readCount, readQuery, viewFor } from './query-parameters.ts';
import { createShape, readShapeWishes } from './record-shape.ts';
import { readJsonObject, readRecordValues } from './request-body.ts';
import type { ApiServices } from './services.ts';

/** A call whose table exists and is open to the caller. */
export interface TableCall extends Call {
  readonly definition: TableDefinition;
  readonly permissions: Permissions;
}

const DEFAULT_LIMIT = 10_000;

const ACCESS_OF: Partial<Record<Operation, Access>> = {
  list: 'read',
  get: 'read',
  aggregate: 'read',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
};

/** `/api/now/table/{table}[/{sys_id}]` */
export function answerTable(call: Call, services: ApiServices): Reply {
  const opened = openTable(call, services);
  if ('status' in opened) return opened;
  switch (call.target.operation) {
    case 'list':
      return list(opened, services);
    case 'get':
      return get(opened, services);
    case 'insert':
      return insert(opened, services);
    case 'update':
      return update(opened, services);
    case 'delete':
      return remove(opened, services);
    default:
      return wrongMethod();
  }
}

/** Checks that the table exists and that the caller may do this to it; a refusal is a reply. */
export function openTable(call: Call, services: ApiServices): TableCall | Reply {
  const table = call.target.table ?? '';
  const definition = services.database.table(table)?.definition;
  const access = ACCESS_OF[call.target.operation];
  if (definition === undefined) return invalidTable(table);
  if (access === undefined) return wrongMethod();
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  if (!permissions.isOpen(table, access)) return closedToRest();
  if (!permissions.may(table, access)) return denied(access);
  return { ...call, definition, permissions };
}

function denied(access: Access): Reply {
  if (access === 'insert') return aclDenied('Insert');
  if (access === 'update') return aclDenied('Update');
  return access === 'delete' ? aclDenied('Delete') : queryDenied();
}

function list(call: TableCall, services: ApiServices): Reply {
  const { url } = call.request;
  const parameters = url.searchParams;
  const page = {
    offset: readCount(parameters, 'sysparm_offset', 0),
    limit: readCount(parameters, 'sysparm_limit', DEFAULT_LIMIT),
    count: !isTrue(parameters, 'sysparm_no_count'),
  };
  const query = readQuery(call, call.definition, services);
  const view = viewFor(call, call.definition, services, call.permissions);
  const found = runQuery(services.database, call.definition.name, query, page, view);
  // The limit comes before the row rules: a page may be short, even empty, and yet not the last.
  const visible = found.rows.filter(call.permissions.maySee(call.definition.name));
  if (visible.length === 0 && call.target.version === 'v1')
    return { ...noRecord(), headers: counted(found.total) };
  const links = isTrue(parameters, 'sysparm_suppress_pagination_header')
    ? null
    : pageLinks(url, {
        ...page,
        total: found.total,
        found: found.rows.length,
        negativePrev: services.settings.negativePrevLink,
      });
  return {
    status: 200,
    headers: { ...counted(found.total), ...(links === null ? {} : { Link: links }) },
    json: { result: visible.map(shapeOf(call, services)) },
  };
}

function counted(total: number | null): Record<string, string> {
  return total === null ? {} : { 'X-Total-Count': String(total) };
}

function get(call: TableCall, services: ApiServices): Reply {
  const row = findVisible(call, services);
  return row === undefined ? noRecord() : { status: 200, json: { result: shapeOf(call, services)(row) } };
}

function insert(call: TableCall, services: ApiServices): Reply {
  const values = readValues(call, services);
  if ('status' in values) return values;
  const aborted = abortingRule(services, call.definition, 'insert', values.values);
  if (aborted !== null) return aborted;
  const row = services.instance.insert(call.definition.name, values.values, writeOptions(call, services));
  const location = `${tableUrl(call)}/${call.definition.name}/${cell(row, 'sys_id')}`;
  return written(call, 201, shapeOf(call, services)(row), { Location: location });
}

function update(call: TableCall, services: ApiServices): Reply {
  const row = findVisible(call, services);
  if (row === undefined) return noRecord();
  const values = readValues(call, services);
  if ('status' in values) return values;
  const { sys_id: _, ...changes } = values.values;
  const aborted = abortingRule(services, call.definition, 'update', { ...row, ...changes });
  if (aborted !== null) return aborted;
  const table = cell(row, 'sys_class_name') || call.definition.name;
  const after = services.instance.update(table, cell(row, 'sys_id'), changes, writeOptions(call, services));
  return after === null ? noRecord() : written(call, 200, shapeOf(call, services)(after), {});
}

function remove(call: TableCall, services: ApiServices): Reply {
  const row = findVisible(call, services);
  if (row === undefined) return noRecord();
  const table = cell(row, 'sys_class_name') || call.definition.name;
  services.instance.delete(table, cell(row, 'sys_id'), { by: call.caller.userName });
  return { status: 204 };
}

/** Clients may ask for answers without a body, to save the traffic. */
function written(call: TableCall, status: number, result: unknown, headers: Record<string, string>): Reply {
  const isSilent = call.request.headers['x-no-response-body'] === 'true';
  return isSilent ? { status: 204, headers } : { status, headers, json: { result } };
}

function findVisible(call: TableCall, services: ApiServices): Row | undefined {
  const row = findReferenced(services.database, call.definition.name, call.target.sysId ?? '');
  return row !== undefined && call.permissions.maySee(call.definition.name)(row) ? row : undefined;
}

function readValues(call: TableCall, services: ApiServices): { values: Row } | Reply {
  try {
    const record = readJsonObject(call.request);
    if (record === null) return unreadableBody('The payload is not a JSON object');
    return { values: readRecordValues(call, record, call.definition, services) };
  } catch (error) {
    return unreadableBody(error instanceof Error ? error.message : String(error));
  }
}

function writeOptions(call: TableCall, services: ApiServices) {
  return { by: call.caller.userName, commitAfterMs: services.settings.commitDelayMs };
}

function shapeOf(call: TableCall, services: ApiServices): (row: Row) => Record<string, unknown> {
  const wishes = readShapeWishes(call.request.url.searchParams, tableUrl(call), call.caller.timeZone);
  return createShape(services, call.definition, wishes, call.permissions);
}

/** References link to the API version that was asked. */
function tableUrl(call: Call): string {
  const version = call.target.version === null ? '' : `${call.target.version}/`;
  return `${call.request.url.origin}/api/now/${version}table`;
}
