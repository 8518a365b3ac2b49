import type { ApiRequest, Reply } from '../api/exchange.ts';
import type { ControlContext, ControlRequest } from './control-context.ts';
import { CONTROL_ROUTES } from './control-routes.ts';

export const CONTROL_PREFIX = '/__simulator';

/**
 * The back door for tests: JSON in, JSON out, no authentication. It is part of the simulator and of no real instance,
 * and it is the reason why a simulator should listen to the loopback address only.
 */
export function answerControl(request: ApiRequest, context: ControlContext): Reply {
  const path = request.url.pathname.slice(CONTROL_PREFIX.length).replace(/\/$/, '') || '/';
  for (const { method, pattern, answer } of CONTROL_ROUTES) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (match === null) continue;
    try {
      const json = answer(readControlRequest(request, match.slice(1)), context);
      return json === null ? fault(404, 'No such thing') : { status: 200, json };
    } catch (error) {
      return fault(400, error instanceof Error ? error.message : String(error));
    }
  }
  const known = CONTROL_ROUTES.map(({ method, shape }) => `${method} ${CONTROL_PREFIX}${shape}`);
  return { status: 404, json: { error: 'The control API has no such route.', routes: known } };
}

function fault(status: number, error: string): Reply {
  return { status, json: { error } };
}

function readControlRequest(request: ApiRequest, parts: string[]): ControlRequest {
  const text = request.body.toString('utf8');
  return {
    parts: parts.map(decodeURIComponent),
    parameters: request.url.searchParams,
    body: text.trim() === '' ? {} : JSON.parse(text),
  };
}
