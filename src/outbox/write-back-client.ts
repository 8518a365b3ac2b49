import { isServiceNowError, type ServiceNowErrorCode } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { StoredMessage } from './outbox-store.ts';
import type { SendFailure } from './write-back-job.ts';

/** Sends a message's PATCH and returns the record's `sys_mod_count` afterwards. Throws `ServiceNowError`. */
export async function sendMessage(client: TableClient, message: StoredMessage): Promise<number> {
  const record = await client.patchRecord(message.table, message.sysId, message.fields, [
    'sys_id',
    'sys_mod_count',
    'sys_updated_on',
  ]);
  return Number(record['sys_mod_count']);
}

/** Failures that say nothing about the message: the instance asked to wait, or was not asked at all. */
const notAttempts: readonly ServiceNowErrorCode[] = [
  'servicenow-held',
  'servicenow-rate-limited',
  'servicenow-stopped',
  'servicenow-journal-unreadable',
];

/** Says what a failure means for the message whose delivery met it. */
export function explainFailure(error: unknown): SendFailure {
  if (!isServiceNowError(error)) {
    return {
      code: 'internal-error',
      message: 'The service itself failed; its log says how.',
      isAttempt: false,
    };
  }
  const isAttempt = error.sent && !notAttempts.includes(error.code);
  return { code: error.code, message: error.message, isAttempt };
}
