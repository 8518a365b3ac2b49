import { authenticate } from '../access/authentication.ts';
import { notAuthenticated, unacceptable, wrongContentType } from './errors.ts';
import type { ApiRequest, Reply } from './exchange.ts';
import type { Route } from './routes.ts';
import type { ApiServices } from './services.ts';

/** Takes a request of the REST API through authentication and limits to its handler. */
export async function dispatch(request: ApiRequest, route: Route, services: ApiServices): Promise<Reply> {
  const caller = authenticate(request, services.access, services.oauth);
  if (caller === null) return notAuthenticated();
  const { denied, headers } = services.rateLimiter.count(caller, route.target.table);
  if (denied !== null) return denied;
  const reply =
    checkHeaders(request, route) ??
    (await route.handler({ request, target: route.target, caller }, services));
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

/** Only what a client says can be wrong: a header that is missing is let pass. */
function checkHeaders(request: ApiRequest, route: Route): Reply | null {
  const { accept = '*/*', 'content-type': contentType = 'application/json' } = request.headers;
  if (route.target.operation === 'attachment') return null;
  if (!/\*\/\*|application\/(\*|json)|text\/json/.test(accept)) return unacceptable();
  const hasBody = request.body.length > 0 && request.method !== 'GET';
  return hasBody && !/json/.test(contentType) ? wrongContentType() : null;
}
