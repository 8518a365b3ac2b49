import { parseRecord, type ServiceNowRecord } from './record.ts';
import type { ServiceNowErrorCode } from './servicenow-error.ts';

/** One HTTP reply, complete. */
export interface Reply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface ReplyFault {
  readonly code: ServiceNowErrorCode;
  readonly message: string;
}
export type Judgement<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly fault: ReplyFault };

/** A list of records, whole or not at all. */
export function judgeListReply(reply: Reply): Judgement<ServiceNowRecord[]> {
  const read = readResult(reply);
  if (!read.ok) return read;
  if (!Array.isArray(read.result)) return badBody('its "result" is no list');
  const records: ServiceNowRecord[] = [];
  for (const row of read.result) {
    const record = parseRecord(row);
    // A cancelled query leaves a stray "" behind the rows; what came before it is not the whole list.
    if (record === null) return badBody(`row ${records.length + 1} of its "result" is no record`);
    records.push(record);
  }
  return { ok: true, result: records };
}

/** One record. */
export function judgeRecordReply(reply: Reply): Judgement<ServiceNowRecord> {
  const read = readResult(reply);
  if (!read.ok) return read;
  const record = parseRecord(read.result);
  return record === null ? badBody('its "result" is no record') : { ok: true, result: record };
}

/** Any answer with a `result`, still to be looked into. */
export function readResult(reply: Reply): Judgement<unknown> {
  const body = parseObject(reply);
  if (reply.status !== 200) return { ok: false, fault: judgeStatus(reply, body) };
  if (body === null) return badBody(describeStrangeBody(reply));
  const announced = excerptError(body);
  if (announced !== null) {
    return partial(`the answer stopped half-way: ${announced}. Ask for smaller pages (instance.pageSize)`);
  }
  if (!('result' in body)) return badBody('it has no "result"');
  return { ok: true, result: body['result'] };
}

function parseObject(reply: Reply): Record<string, unknown> | null {
  const type = reply.headers['content-type'];
  if (type !== undefined && !/\bjson\b/i.test(type)) return null;
  try {
    const value: unknown = JSON.parse(reply.body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A hibernating or logged-out instance answers 200 with a web page; a cancelled query breaks off its JSON. */
function describeStrangeBody(reply: Reply): string {
  if (/^\s*</.test(reply.body)) return 'it is a web page; is the instance hibernating or in maintenance?';
  if (reply.body.includes('Transaction cancelled')) {
    return 'the query was cancelled half-way; ask for smaller pages (instance.pageSize)';
  }
  return 'it is no complete JSON object';
}

function badBody(what: string): { readonly ok: false; readonly fault: ReplyFault } {
  const message = `The answer cannot be used: ${what}.`;
  return { ok: false, fault: { code: 'servicenow-bad-body', message } };
}

function partial(what: string): { readonly ok: false; readonly fault: ReplyFault } {
  return { ok: false, fault: { code: 'servicenow-partial-result', message: `Nothing was used: ${what}.` } };
}

const statusFaults: Readonly<Record<number, ReplyFault>> = {
  400: {
    code: 'servicenow-bad-request',
    message: 'ServiceNow does not accept the request. Check the table and field names in servicenow.yaml',
  },
  401: {
    code: 'servicenow-unauthorized',
    message:
      'ServiceNow rejects the credential. Check SERVICENOW_AUTH and its values, and that the account may use REST ' +
      '(basic authentication needs a web-service-only account or the role snc_basic_auth_api_access)',
  },
  403: {
    code: 'servicenow-forbidden',
    message:
      'The account may not do this. Give it the rights on the table, or remove the business rule that forbids it',
  },
  404: { code: 'servicenow-not-found', message: 'No such record, or the account may not see it' },
  429: {
    code: 'servicenow-rate-limited',
    message: 'ServiceNow limits our requests. It is asked again later',
  },
};

function judgeStatus(reply: Reply, body: Record<string, unknown> | null): ReplyFault {
  const { status } = reply;
  const said = body === null ? null : excerptError(body);
  // A 404 makes us believe that a record was deleted, so it must be ServiceNow's own and not some gateway's.
  if (status === 404 && said === null) {
    return badBody('it is a 404 that does not come from the Table API; check SERVICENOW_URL').fault;
  }
  const refined = said === null ? null : refineByText(status, said);
  const fault = refined ?? judgeLimit(reply) ?? judgeBareStatus(status);
  return {
    code: fault.code,
    message: `${fault.message} (HTTP ${status}${said === null ? '' : `: ${said}`}).`,
  };
}

/** A limit that a rule of the instance sets announces itself; without its headers it is the instance that has no room. */
function judgeLimit(reply: Reply): ReplyFault | null {
  if (reply.status !== 429) return null;
  const message =
    reply.headers['x-ratelimit-limit'] === undefined
      ? 'ServiceNow has no room for more requests just now (its semaphores for REST are taken). Lower instance.concurrency if this lasts'
      : 'A rate limit rule of the instance holds our requests. Ask for a higher limit for the account if this lasts';
  return { code: 'servicenow-rate-limited', message };
}

function judgeBareStatus(status: number): ReplyFault {
  const known = statusFaults[status];
  if (known !== undefined) return known;
  if (status >= 300 && status < 400) {
    return {
      code: 'servicenow-redirected',
      message:
        'The instance redirects. Set SERVICENOW_URL to the address it redirects to; redirects are not followed',
    };
  }
  if (status >= 500) {
    return { code: 'servicenow-server-error', message: 'ServiceNow failed. It is asked again later' };
  }
  if (status >= 200 && status < 300) {
    return { code: 'servicenow-bad-body', message: 'ServiceNow answered without saying what came of it' };
  }
  return { code: 'servicenow-bad-request', message: 'ServiceNow does not accept the request' };
}

/** ServiceNow gives its errors no codes, so this is the one place where its words are looked at. */
function refineByText(status: number, said: string): ReplyFault | null {
  if (status !== 400 || !/invalid table|does not exist/i.test(said)) return null;
  return {
    code: 'servicenow-unknown-table',
    message:
      'The instance has no such table. Check the tables in servicenow.yaml and the plugins of the instance',
  };
}

const LONGEST_EXCERPT = 200;

/** What `{"error": {"message", "detail"}}` says, on one bounded line; null where there is no `error`. */
function excerptError(body: Record<string, unknown>): string | null {
  if (!('error' in body)) return null;
  const error = body['error'];
  const parts = typeof error === 'object' && error !== null ? Object.values(error) : [error];
  const text = parts.filter((part) => typeof part === 'string' && part !== '').join(' / ');
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, LONGEST_EXCERPT) || 'an error without a message';
}
