/** One way in which a request can be refused. */
export interface ProblemKind {
  readonly status: number;
  /** The same for every occurrence. */
  readonly title: string;
  /** What whoever sent the request can do, for `docs/errors.md`. */
  readonly remedy: string;
}

/** Every problem that the HTTP interface answers with. The codes are stable: clients match them, never the texts. */
export const problemCatalogue = {
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    remedy: 'Check the path; `/docs` lists every route.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  'url-malformed': {
    status: 400,
    title: 'The address is not well formed',
    remedy: 'Percent-encode the path and its parameters.',
  },
  'request-malformed': {
    status: 400,
    title: 'The request is not well-formed HTTP',
    remedy: 'Check the client; the request could not be read.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    remedy: 'Send the whole request within 10 seconds.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The request has too many headers',
    remedy: 'Send at most 16 KiB of them.',
  },
  'query-invalid': {
    status: 400,
    title: 'The query parameters are not understood',
    remedy:
      'Put right what `faults` names. Unknown parameters are refused, for a misspelt filter would show everything.',
  },
  'body-invalid': {
    status: 400,
    title: 'The body is not understood',
    remedy:
      'Send a JSON object with the fields that the route takes and no others; `faults` names what is wrong.',
  },
  'policy-invalid': {
    status: 400,
    title: 'The policy cannot be used',
    remedy: 'Mend what `faults` names, each with its place in the file, and send it again.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send at most 256 KiB.',
  },
  'content-type-unsupported': {
    status: 415,
    title: 'The body is not of a type that is read here',
    remedy: 'Send `Content-Type: application/json`.',
  },
  'token-missing': {
    status: 401,
    title: 'A token is needed',
    remedy: 'Send `Authorization: Bearer <token>`.',
  },
  'token-unknown': {
    status: 401,
    title: 'The token is not known',
    remedy: 'Check the token; `ADMIN_TOKENS` holds its SHA-256. `sla-bridge keygen` makes a new pair.',
  },
  'role-insufficient': {
    status: 403,
    title: 'The token may look but not act',
    remedy: 'Use a token of the role `operate`.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'An Idempotency-Key is needed',
    remedy: 'Send a header `Idempotency-Key` with a text that is new for each action, like a UUID.',
  },
  'idempotency-key-invalid': {
    status: 400,
    title: 'The Idempotency-Key is not usable',
    remedy: 'Use 1 to 128 visible ASCII characters.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for something else',
    remedy: 'Use a new key: this one belongs to another path or body of the last 24 hours.',
  },
  'ticket-not-found': {
    status: 404,
    title: 'No such ticket',
    remedy: 'Check the number; the ticket may not have been synchronised yet (`GET /admin/sync`).',
  },
  'ticket-ambiguous': {
    status: 400,
    title: 'More than one table has a ticket of this number',
    remedy: 'Add `?table=` with one of the `tables`.',
  },
  'table-not-found': {
    status: 404,
    title: 'This table is not synchronised',
    remedy: 'Use a table of `servicenow.yaml`; `GET /admin/sync` lists them.',
  },
  'outbox-message-not-found': {
    status: 404,
    title: 'No such write-back',
    remedy: 'Check the id; delivered ones are removed after a while.',
  },
  'escalation-too-early': {
    status: 409,
    title: "The current level's minimum time has not passed",
    remedy: 'Call the `contact`, or ask again at `earliestAt`.',
  },
  'action-not-possible': {
    status: 409,
    title: 'This cannot be done as things stand',
    remedy: '`detail` says why.',
  },
  'webhooks-not-configured': {
    status: 404,
    title: 'Webhooks are not taken in here',
    remedy: 'Set `WEBHOOK_SECRETS`; `sla-bridge keygen` makes one. Until then changes are found by polling.',
  },
  'webhook-signature-missing': {
    status: 401,
    title: 'The webhook is not signed',
    remedy: 'Send `webhook-id`, `webhook-timestamp` and `webhook-signature` as Standard Webhooks describes.',
  },
  'webhook-signature-invalid': {
    status: 401,
    title: "The webhook's signature is not right",
    remedy: 'Check that both sides hold the same secret and that the body is signed exactly as it is sent.',
  },
  'webhook-timestamp-stale': {
    status: 401,
    title: "The webhook's timestamp is more than 300 seconds off",
    remedy: 'Check the clocks of both machines.',
  },
  'webhook-payload-invalid': {
    status: 400,
    title: 'The webhook does not hold what it should',
    remedy:
      'Send `event_id`, `table`, `sys_id`, `operation`, `sys_mod_count` and `sys_updated_on` of a synchronised table.',
  },
  overloaded: {
    status: 503,
    title: 'Too much to do at the moment',
    remedy: 'Send it again after `Retry-After`; nothing of it was kept.',
  },
  draining: {
    status: 503,
    title: 'The service is stopping',
    remedy: 'Send it again after `Retry-After`, to the next instance.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    remedy: 'Search the log for the `requestId`.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemCatalogue;
