import { createHash } from 'node:crypto';
import { permissionsOf } from '../access/permissions.ts';
import { cell, type Row } from '../database/row.ts';
import { findReferenced } from '../query/field-path.ts';
import { runQuery } from '../query/run-query.ts';
import { aclDenied, noRecord, queryDenied, unreadableBody, wrongMethod } from './errors.ts';
import type { Call, Reply } from './exchange.ts';
import { readMultipart, type UploadedFile } from './multipart.ts';
import { readCount, readQuery, viewFor } from './query-parameters.ts';
import { createShape } from './record-shape.ts';
import type { ApiServices } from './services.ts';

const TABLE = 'sys_attachment';
/** The contents, as base64; a table of the simulator's own. */
export const CONTENT_TABLE = 'x_simulator_content';

/** `/api/now/attachment`: metadata, files, uploads. `rest` is the path below it. */
export function answerAttachment(call: Call, services: ApiServices, rest: readonly string[]): Reply {
  const { method } = call.request;
  const [first = '', second = ''] = rest;
  const access = method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : 'insert';
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  if (!permissions.may(TABLE, access)) return access === 'read' ? queryDenied() : aclDenied('Insert');
  if (method === 'GET' && first === '') return list(call, services);
  if (method === 'GET' && second === 'file') return download(first, services);
  if (method === 'GET') return describe(first, call, services);
  if (method === 'DELETE') return remove(first, call, services);
  if (method !== 'POST') return wrongMethod();
  const file = first === 'upload' ? readMultipart(call.request) : readBinary(call);
  return file === null ? unreadableBody('No file in the request') : store(file, call, services);
}

function list(call: Call, services: ApiServices): Reply {
  const { definition } = services.database.table(TABLE)!;
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  const { searchParams } = call.request.url;
  const page = {
    offset: readCount(searchParams, 'sysparm_offset', 0),
    limit: readCount(searchParams, 'sysparm_limit', 1000),
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
  return {
    status: 200,
    headers: { 'X-Total-Count': String(found.total) },
    json: { result: found.rows.map((row) => metadata(row, call, services)) },
  };
}

function metadata(row: Row, call: Call, services: ApiServices): Record<string, unknown> {
  const { definition } = services.database.table(TABLE)!;
  const permissions = permissionsOf(call.caller, services.settings, services.instance);
  const tableUrl = `${call.request.url.origin}/api/now/table`;
  const wishes = { fields: null, display: 'false', excludeLinks: true, tableUrl, timeZone: 'UTC' } as const;
  const link = `${call.request.url.origin}/api/now/attachment/${cell(row, 'sys_id')}/file`;
  return { ...createShape(services, definition, wishes, permissions)(row), download_link: link };
}

function describe(sysId: string, call: Call, services: ApiServices): Reply {
  const row = services.instance.get(TABLE, sysId);
  return row === undefined ? noRecord() : { status: 200, json: { result: metadata(row, call, services) } };
}

function download(sysId: string, services: ApiServices): Reply {
  const row = services.instance.get(TABLE, sysId);
  if (row === undefined) return noRecord();
  const name = cell(row, 'file_name');
  const content = services.database.table(CONTENT_TABLE)?.get(sysId);
  return {
    status: 200,
    headers: {
      'Content-Type': cell(row, 'content_type') || 'application/octet-stream',
      'Content-Disposition': `attachment;filename="${name}";filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-attachment-metadata': JSON.stringify(row),
    },
    bytes: Buffer.from(cell(content ?? {}, 'content'), 'base64'),
  };
}

function remove(sysId: string, call: Call, services: ApiServices): Reply {
  if (!services.instance.delete(TABLE, sysId, { by: call.caller.userName })) return noRecord();
  services.database.remove(CONTENT_TABLE, sysId);
  return { status: 204 };
}

/** `POST …/file?table_name=…&table_sys_id=…&file_name=…`, the body being the file. */
function readBinary(call: Call): UploadedFile | null {
  const { searchParams } = call.request.url;
  const tableName = searchParams.get('table_name') ?? '';
  const tableSysId = searchParams.get('table_sys_id') ?? '';
  const fileName = searchParams.get('file_name') ?? '';
  if (tableName === '' || tableSysId === '' || fileName === '') return null;
  const contentType = String(call.request.headers['content-type'] ?? 'application/octet-stream');
  return { tableName, tableSysId, fileName, contentType, content: call.request.body };
}

function store(file: UploadedFile, call: Call, services: ApiServices): Reply {
  if (findReferenced(services.database, file.tableName, file.tableSysId) === undefined) return noRecord();
  const { content } = file;
  const row = services.instance.insert(
    TABLE,
    {
      file_name: file.fileName,
      table_name: file.tableName,
      table_sys_id: file.tableSysId,
      content_type: file.contentType,
      size_bytes: String(content.length),
      size_compressed: String(content.length),
      compressed: 'true',
      state: 'available',
      chunk_size_bytes: '700000',
      hash: createHash('sha256').update(content).digest('hex'),
    },
    { by: call.caller.userName },
  );
  const sysId = cell(row, 'sys_id');
  services.database.put(CONTENT_TABLE, { sys_id: sysId, content: content.toString('base64') });
  const location = `${call.request.url.origin}/api/now/attachment/${sysId}`;
  const json = { result: metadata(row, call, services) };
  return { status: 201, headers: { Location: location }, json };
}
