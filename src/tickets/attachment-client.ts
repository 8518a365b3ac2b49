import { buildQuery } from '../servicenow/encoded-query.ts';
import type { ServiceNowRecord } from '../servicenow/record.ts';
import { isServiceNowError, type ServiceNowErrorCode } from '../servicenow/servicenow-error.ts';
import type { Page, TableClient } from '../servicenow/table-client.ts';
import type { Attachments } from './ticket-details.ts';

/** So many records are asked about at once: their ids have to fit into an address. */
const ASKED_AT_ONCE = 100;
const MOST_ATTACHMENTS = 10_000;
const FIELDS = ['table_sys_id', 'table_name', 'file_name', 'content_type'];

/** The instance does not show its attachments to this account; asking again at once would change nothing. */
const unreadable: readonly ServiceNowErrorCode[] = [
  'servicenow-forbidden',
  'servicenow-not-found',
  'servicenow-unknown-table',
  'servicenow-bad-request',
];

/**
 * Counts what is attached to records, by sys_id; null where the account may not see whether anything is. Only names and
 * types are read, never a file. Throws `ServiceNowError` where the instance could not be asked.
 */
export async function countAttachments(
  client: Pick<TableClient, 'queryPage'>,
  sysIds: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Attachments | null>> {
  const counts = new Map<string, Attachments | null>();
  for (let start = 0; start < sysIds.length; start += ASKED_AT_ONCE) {
    const batch = sysIds.slice(start, start + ASKED_AT_ONCE);
    const page = await readPage(client, batch, signal);
    for (const sysId of batch) counts.set(sysId, page === null ? null : countOf(sysId, page));
  }
  return counts;
}

async function readPage(
  client: Pick<TableClient, 'queryPage'>,
  sysIds: readonly string[],
  signal?: AbortSignal,
): Promise<Page | null> {
  const query = buildQuery({ anyOf: [[{ field: 'table_sys_id', operator: 'IN', values: sysIds }]] });
  try {
    return await client.queryPage({
      table: 'sys_attachment',
      query,
      fields: FIELDS,
      limit: MOST_ATTACHMENTS,
      signal,
    });
  } catch (error) {
    if (!isServiceNowError(error) || !unreadable.includes(error.code)) throw error;
    return null;
  }
}

/** Null where the record may have attachments that the page does not show. */
function countOf(sysId: string, { records, totalCount }: Page): Attachments | null {
  const isHidden =
    records.length < (totalCount ?? 0) || records.some((one) => one['table_sys_id'] === undefined);
  const found = records.filter((one) => one['table_sys_id'] === sysId && !isFieldImage(one));
  if (found.length === 0 && isHidden) return null;
  const images = found.filter(isImage).length;
  return { images, documents: found.length - images };
}

/** ServiceNow stores the content of image fields as attachments of a table with this prefix; nobody attached those. */
function isFieldImage({ table_name: table }: ServiceNowRecord): boolean {
  return table?.startsWith('ZZ_YY') === true;
}

/** Browsers and mail programs often say no more than "some bytes"; then the file's name decides. */
function isImage({ content_type: type, file_name: name }: ServiceNowRecord): boolean {
  if (type?.startsWith('image/')) return true;
  const isVague = !type || type === 'application/octet-stream';
  return isVague && /\.(?:png|jpe?g|gif|bmp|webp|heic|tiff?)$/i.test(name ?? '');
}
