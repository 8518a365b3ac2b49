import {
  isServiceNowError,
  type ServiceNowError,
  type ServiceNowErrorCode,
} from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { StoredMessage } from './outbox-store.ts';
import type { SendFailure, SendFailureKind } from './write-back-job.ts';

/** Sends a message's PATCH and returns the record's `sys_mod_count` afterwards. Throws `ServiceNowError`. */
export async function sendMessage(
  client: TableClient,
  { table, sysId, fields }: StoredMessage,
  signal: AbortSignal,
): Promise<number> {
  const shown = ['sys_id', 'sys_mod_count', 'sys_updated_on'];
  const record = await client.patchRecord(table, sysId, fields, shown, signal);
  return Number(record['sys_mod_count']);
}

/** The instance asked to wait, or was not asked at all. */
const unsent: readonly ServiceNowErrorCode[] = ['servicenow-held', 'servicenow-rate-limited'];

/** The instance read the request and turned it down. */
const refused: readonly ServiceNowErrorCode[] = [
  'servicenow-bad-request',
  'servicenow-unauthorized',
  'servicenow-forbidden',
  'servicenow-unknown-table',
  'servicenow-redirected',
];

/** Says what a failure means for the message whose delivery met it. */
export function explainFailure(error: unknown): SendFailure {
  if (!isServiceNowError(error)) {
    const message = 'The service itself failed; its log says how.';
    return { code: 'internal-error', message, kind: 'uncertain' };
  }
  return { code: error.code, message: error.message, kind: kindOf(error) };
}

function kindOf({ code, sent }: ServiceNowError): SendFailureKind {
  if (!sent || unsent.includes(code)) return 'unsent';
  return refused.includes(code) ? 'refused' : 'uncertain';
}
