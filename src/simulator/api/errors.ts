import type { Reply } from './exchange.ts';

/** The instance's error body, whatever the API. */
export function errorReply(status: number, message: string, detail: string | null): Reply {
  return { status, json: { error: { message, detail }, status: 'failure' } };
}

export const invalidTable = (table: string): Reply =>
  errorReply(400, `Invalid table ${table}`, `Table ${table} does not exist`);

export const unknownUri = (): Reply => errorReply(400, 'Requested URI does not represent any resource', null);

export const noRecord = (): Reply =>
  errorReply(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");

export const unreadableBody = (detail: string): Reply =>
  errorReply(400, 'Exception while reading request', detail);

export const wrongMethod = (): Reply => errorReply(405, 'Method not supported', null);

export const unacceptable = (): Reply =>
  errorReply(406, 'Requested response type is not supported', 'Supported types: application/json');

export const wrongContentType = (): Reply =>
  errorReply(415, 'Unsupported media type', 'Supported types: application/json');

export const aclDenied = (operation: 'Insert' | 'Update' | 'Delete'): Reply =>
  errorReply(403, 'Operation Failed', `ACL Exception ${operation} Failed due to security constraints`);

export const queryDenied = (): Reply => errorReply(403, 'Insufficient rights to query records', null);

export const closedToRest = (): Reply => errorReply(403, 'Failed API level ACL Validation', null);

export const notAuthenticated = (): Reply => ({
  ...errorReply(401, 'User Not Authenticated', 'Required to provide Auth information'),
  headers: { 'WWW-Authenticate': 'BASIC realm="Service-now"', 'X-Is-Logged-In': 'false' },
});

/** The rule's own message does not cross the wire. */
export function abortedByRule(table: string, name: string, sysId: string): Reply {
  const stack = `Business Rule Stack:${name}`;
  const detail = `Operation against file '${table}' was aborted by Business Rule '${name}^${sysId}'. ${stack}`;
  return errorReply(403, 'Operation Failed', detail);
}

export const uriTooLong = (): Reply => ({
  status: 414,
  headers: { 'Content-Type': 'text/html' },
  bytes:
    '<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>',
});

export const cancelledTransaction = (): Reply =>
  errorReply(
    500,
    'Transaction cancelled: maximum execution time exceeded',
    'Transaction cancelled: maximum execution time exceeded. Check logs for error trace.',
  );
