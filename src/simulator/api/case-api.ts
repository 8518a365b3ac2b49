import { permissionsOf } from '../access/permissions.ts';
import { cell, type Row } from '../database/row.ts';
import { readJournal } from '../instance/journal.ts';
import { runQuery } from '../query/run-query.ts';
import { closedToRest, noRecord, unknownUri, unreadableBody, wrongMethod } from './errors.ts';
import type { Call, Reply } from './exchange.ts';
import { readCount, readQuery, viewFor } from './query-parameters.ts';
import { createShape } from './record-shape.ts';
import { readJsonObject, readRecordValues } from './request-body.ts';
import type { ApiServices } from './services.ts';

const TABLE = 'sn_customerservice_case';
const DEFAULT_LIMIT = 10;

/** `/api/sn_customerservice/case`: the customer service API, whose references are plain `sys_id`s. */
export function answerCase(call: Call, services: ApiServices, rest: readonly string[]): Reply {
  const { method } = call.request;
  const isAllowed = call.caller.roles.some((role) => role === 'csm_ws_integration' || role === 'admin');
  if (!isAllowed) return closedToRest();
  const [first = '', second = '', third = ''] = rest;
  if (first === 'field_values') return fieldValues(second, services);
  if (first === '') return method === 'GET' ? list(call, services) : write(call, services, null);
  const row = findCase(first, services);
  if (row === undefined) return noRecord();
  if (second === 'activities') return activities(row, services);
  if (second === 'field_values') return fieldValues(third, services);
  if (second !== '') return unknownUri();
  if (method === 'GET') return { status: 200, json: { result: shapeOf(call, services)(row) } };
  return write(call, services, row);
}

function findCase(idOrNumber: string, services: ApiServices): Row | undefined {
  const byNumber = services.database.table(TABLE)!.lookUp('number', idOrNumber) ?? [];
  return services.instance.get(TABLE, idOrNumber) ?? [...byNumber][0];
}

/** Parameters are understood with and without the `sysparm_` prefix. */
function withPrefix(call: Call): Call {
  const url = new URL(call.request.url);
  for (const [name, value] of call.request.url.searchParams) {
    if (!name.startsWith('sysparm_') && !url.searchParams.has(`sysparm_${name}`)) {
      url.searchParams.set(`sysparm_${name}`, value);
    }
  }
  return { ...call, request: { ...call.request, url } };
}

function list(plainCall: Call, services: ApiServices): Reply {
  const call = withPrefix(plainCall);
  const { definition } = services.database.table(TABLE)!;
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  const { searchParams } = call.request.url;
  const page = {
    offset: readCount(searchParams, 'sysparm_offset', 0),
    limit: readCount(searchParams, 'sysparm_limit', DEFAULT_LIMIT),
    count: true,
  };
  const query = readQuery(call, definition, services);
  const found = runQuery(
    services.database,
    TABLE,
    query,
    page,
    viewFor(call, definition, services, permissions),
  );
  const visible = found.rows.filter(permissions.maySee(TABLE));
  return {
    status: 200,
    headers: { 'X-Total-Count': String(found.total) },
    json: { result: visible.map(shapeOf(call, services)) },
  };
}

function shapeOf(call: Call, services: ApiServices): (row: Row) => Record<string, unknown> {
  const { definition } = services.database.table(TABLE)!;
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  const fields = call.request.url.searchParams.get('sysparm_fields')?.split(',') ?? null;
  const wishes = { fields, display: 'false', excludeLinks: true, tableUrl: '', timeZone: 'UTC' } as const;
  return createShape(services, definition, wishes, permissions);
}

function write(call: Call, services: ApiServices, before: Row | null): Reply {
  const { method } = call.request;
  if (method !== (before === null ? 'POST' : 'PUT')) return wrongMethod();
  try {
    const record = readJsonObject(call.request);
    if (record === null) return unreadableBody('The payload is not a JSON object');
    const { definition } = services.database.table(TABLE)!;
    const values = readRecordValues(call, record, definition, services);
    const options = { by: call.caller.userName };
    const row =
      before === null
        ? services.instance.insert(TABLE, values, options)
        : services.instance.update(TABLE, cell(before, 'sys_id'), values, options);
    const result = { sys_id: cell(row ?? {}, 'sys_id'), number: cell(row ?? {}, 'number') };
    return { status: before === null ? 201 : 200, json: { result } };
  } catch (error) {
    return unreadableBody(String(error));
  }
}

function fieldValues(field: string, services: ApiServices): Reply {
  const rows = services.instance.find(
    'sys_choice',
    `name=${TABLE}^ORname=task^element=${field}^ORDERBYsequence`,
  );
  const result = rows.map((row) => ({ label: cell(row, 'label'), value: cell(row, 'value') }));
  return { status: 200, json: { result } };
}

function activities(row: Row, services: ApiServices): Reply {
  const entries = readJournal(services.database, cell(row, 'sys_id')).map((entry) => ({
    sys_created_on: entry.createdOn,
    sys_created_on_adjusted: entry.createdOn,
    login_name: entry.createdBy,
    name: entry.createdBy,
    element: entry.element,
    field_label: entry.element === 'comments' ? 'Additional comments' : 'Work notes',
    value: entry.value,
    contains_code: 'false',
  }));
  const result = {
    display_value: cell(row, 'number'),
    sys_id: cell(row, 'sys_id'),
    short_description: cell(row, 'short_description'),
    number: cell(row, 'number'),
    entries: entries.reverse(),
    label: 'Case',
    table: TABLE,
    sys_created_on: cell(row, 'sys_created_on'),
  };
  return { status: 200, json: { result } };
}
