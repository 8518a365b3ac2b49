import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { MethodTable } from './allowed-methods.ts';
import { toProblem } from './fault-translation.ts';
import type { HttpServer } from './http-server.ts';
import { HttpProblem, problemContentType, toProblemBody } from './problem.ts';

/** Answers everything that a route throws with problem+json; the text of what went wrong here stays in the log. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = toProblem(error);
  if (problem.code === 'internal') request.log.error({ err: error }, 'A request failed');
  return sendProblem(problem, request, reply);
}

/** Makes the answer for addresses where no route is: 405 where another method would be taken, else 404. */
export function answerUnmatched(methods: MethodTable) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allowed = methods.allowed(request.url.split('?')[0]!);
    if (allowed.length === 0) return sendProblem(new HttpProblem('not-found'), request, reply);
    const headers = { allow: allowed.join(', ') };
    return sendProblem(new HttpProblem('method-not-allowed', { headers }), request, reply);
  };
}

function sendProblem(problem: HttpProblem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = { ...toProblemBody(problem), requestId: request.id };
  return reply
    .code(problem.status)
    .headers(problem.details.headers ?? {})
    .type(problemContentType)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}

/** Registers both for a scope; a scope with hooks of its own needs them again, so that its hooks come first. */
export function installErrorHandlers(scope: HttpServer, methods: MethodTable): void {
  scope.setErrorHandler(answerError);
  scope.setNotFoundHandler(answerUnmatched(methods));
}
