import { refused } from './access/oauth.ts';
import { dispatch } from './api/dispatch.ts';
import { errorReply, uriTooLong, wrongMethod } from './api/errors.ts';
import type { ApiRequest, Reply } from './api/exchange.ts';
import { findRoute, type Route } from './api/routes.ts';
import type { ApiServices } from './api/services.ts';
import type { FaultOrder } from './faults/fault.ts';
import { FAULT_KINDS } from './faults/fault-kinds.ts';
import type { FaultList } from './faults/fault-list.ts';
import type { RequestLog } from './request-log.ts';

export interface RequestHandling {
  readonly services: ApiServices;
  readonly faults: FaultList;
  readonly requests: RequestLog;
  /** Called after each request that may have written something, before its answer leaves. */
  readonly afterWrite: () => void;
}

/** What the web server before an instance lets pass. */
const LONGEST_URL = 16_384;

const TOKEN_PATH = '/oauth_token.do';

const TOKEN_ROUTE: Route = {
  target: { operation: 'token', table: null, sysId: null, version: null },
  handler: () => refused(),
};

/** Answers one request as the instance does, faults included. */
export async function handleRequest(request: ApiRequest, handling: RequestHandling): Promise<Reply> {
  const { services, faults, requests } = handling;
  const isToken = request.url.pathname === TOKEN_PATH;
  const route = isToken ? TOKEN_ROUTE : findRoute(request.method, request.url.pathname);
  const logged = requests.begin(describe(request, route, services.clock.now()));
  const fault = faults.strike({ ...request, target: route.target });
  const reply = await answer(request, route, handling, fault);
  requests.answer(logged, reply.status, fault?.kind ?? null, services.clock.now());
  return reply;
}

async function answer(
  request: ApiRequest,
  route: Route,
  handling: RequestHandling,
  fault: FaultOrder | null,
): Promise<Reply> {
  const { services } = handling;
  const kind = fault === null ? undefined : FAULT_KINDS[fault.kind];
  const delayMs = (fault?.delayMs ?? 0) + services.settings.latencyMs;
  if (fault !== null && kind?.instead !== undefined) return { ...kind.instead(fault), delayMs };
  if (request.url.href.length > LONGEST_URL) return uriTooLong();
  if (isOverloaded(handling)) return { status: 429, delayMs };
  const reply = await carryOut(request, route, services);
  if (request.method !== 'GET') handling.afterWrite();
  const spoilt = fault !== null && kind?.afterwards !== undefined ? kind.afterwards(reply, fault) : reply;
  return { ...spoilt, delayMs };
}

function isOverloaded({ services, requests }: RequestHandling): boolean {
  const { semaphores } = services.settings;
  return semaphores > 0 && requests.stats().inFlight > semaphores;
}

async function carryOut(request: ApiRequest, route: Route, services: ApiServices): Promise<Reply> {
  try {
    if (route === TOKEN_ROUTE) return answerTokenRequest(request, services);
    return await dispatch(request, route, services);
  } catch (error) {
    // A mistake of the simulator's own must be seen as one, not as a hanging request.
    return errorReply(
      500,
      'The simulator failed',
      error instanceof Error ? (error.stack ?? '') : String(error),
    );
  }
}

/** The token endpoint reads forms only; whatever else comes is refused like a wrong password. */
function answerTokenRequest(request: ApiRequest, services: ApiServices): Reply {
  if (request.method !== 'POST') return wrongMethod();
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (!isForm) return refused();
  const form = new URLSearchParams(request.body.toString('utf8'));
  return services.oauth.answer(form, request.headers.authorization ?? '');
}

function describe(request: ApiRequest, { target }: Route, at: number) {
  return {
    at,
    method: request.method,
    path: request.url.pathname,
    parameters: Object.fromEntries(request.url.searchParams),
    operation: target.operation,
    table: target.table,
    sysId: target.sysId,
    // A token request is made of secrets.
    body: target.operation === 'token' ? '' : request.body.toString('utf8'),
  };
}
