import { permissionsOf } from '../access/permissions.ts';
import { cell, type Row } from '../database/row.ts';
import { aclDenied, invalidTable, unreadableBody, wrongMethod } from './errors.ts';
import type { Call, Reply } from './exchange.ts';
import { readRecordValues } from './request-body.ts';
import type { ApiServices } from './services.ts';

/**
 * `POST /api/now/import/{staging}[/insertMultiple]`: rows are put into a staging table and from there into the target
 * table of its transform map (`sys_transform_map`), field by field of the same name.
 */
export function answerImport(call: Call, services: ApiServices, rest: readonly string[]): Reply {
  const [staging = '', multiple] = rest;
  if (call.request.method !== 'POST') return wrongMethod();
  if (services.database.table(staging) === undefined) return invalidTable(staging);
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  if (!permissions.may(staging, 'insert')) return aclDenied('Insert');
  const records = readRecords(call, multiple === 'insertMultiple');
  if (records === null) return unreadableBody('The payload holds no records');
  const [map] = services.instance.find('sys_transform_map', `source_table=${staging}^active=true`);
  const results = records.map((record) => importOne(call, services, staging, map, record));
  const json = { import_set: importSetNumber(services), staging_table: staging, result: results };
  return { status: 201, json };
}

type ClientRecord = Record<string, unknown>;

function readRecords(call: Call, isMultiple: boolean): ClientRecord[] | null {
  try {
    const body = JSON.parse(call.request.body.toString('utf8')) as ClientRecord & {
      records?: ClientRecord[];
    };
    return isMultiple ? (body.records ?? null) : [body];
  } catch {
    return null;
  }
}

function importSetNumber(services: ApiServices): string {
  const row = services.instance.insert('sys_import_set', {});
  return cell(row, 'number');
}

function importOne(
  call: Call,
  services: ApiServices,
  staging: string,
  map: Row | undefined,
  record: ClientRecord,
): Record<string, string> {
  const options = { by: call.caller.userName };
  const stagingDefinition = services.database.table(staging)!.definition;
  const staged = services.instance.insert(
    staging,
    readRecordValues(call, record, stagingDefinition, services),
    options,
  );
  const table = map === undefined ? staging : cell(map, 'target_table');
  const target = services.database.table(table)?.definition;
  if (map === undefined || target === undefined) {
    return { transform_map: '', table: staging, status: 'pending', sys_id: cell(staged, 'sys_id') };
  }
  const row = services.instance.insert(table, readRecordValues(call, record, target, services), options);
  const sysId = cell(row, 'sys_id');
  return {
    transform_map: cell(map, 'name'),
    table,
    display_name: target.displayField,
    display_value: cell(row, target.displayField),
    record_link: `${call.request.url.origin}/api/now/table/${table}/${sysId}`,
    status: 'inserted',
    sys_id: sysId,
  };
}
