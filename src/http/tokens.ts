import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { AdminToken, Role } from '../config/environment-token.ts';
import type { HttpServer } from './http-server.ts';
import { HttpProblem } from './problem.ts';

/** Who asks. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null outside the routes that need a token. */
    principal: Principal | null;
  }
}

/** Reads an `Authorization` header. Throws {@link HttpProblem}: `token-missing`, `token-unknown`. */
export type Authenticate = (authorization: string | undefined) => Principal;

const BEARER = /^Bearer +([^\s]+) *$/i;

/** Only hashes are known here, and every one of them is compared, so that the time taken says nothing. */
export function createAuthenticate(tokens: readonly AdminToken[]): Authenticate {
  const known = tokens.map(({ name, role, sha256 }) => ({ name, role, hash: Buffer.from(sha256, 'hex') }));
  return (authorization) => {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated('token-missing');
    // Node reads headers as Latin-1; written back as such, these are the bytes that were sent.
    const hash = createHash('sha256').update(token, 'latin1').digest();
    const matching = known.filter((entry) => timingSafeEqual(entry.hash, hash));
    if (matching[0] === undefined) throw unauthenticated('token-unknown');
    return { name: matching[0].name, role: matching[0].role };
  };
}

function unauthenticated(code: 'token-missing' | 'token-unknown'): HttpProblem {
  return new HttpProblem(code, { headers: { 'www-authenticate': 'Bearer' } });
}

/**
 * Lets only those into this scope who hold a token of the right role. It runs before anything else is looked at:
 * whether the address exists, what the body says, whether the action was done before.
 */
export function requireToken(scope: HttpServer, authenticate: Authenticate): void {
  scope.decorateRequest('principal', null);
  scope.addHook('onRoute', (route) => {
    route.config = { role: roleByMethod([route.method].flat()), ...route.config };
  });
  scope.addHook('onRequest', async (request) => {
    const principal = authenticate(request.headers.authorization);
    // Where no route is, the method is all there is to go by.
    const needed = request.routeOptions.config.role ?? roleByMethod([request.method]);
    if (needed === 'operate' && principal.role !== 'operate') throw new HttpProblem('role-insufficient');
    request.principal = principal;
  });
}

/** What is not plainly reading counts as acting, so that a route that says nothing is on the safe side. */
function roleByMethod(methods: readonly string[]): Role {
  return methods.every((method) => method === 'GET' || method === 'HEAD') ? 'read' : 'operate';
}

/** Who asks, in a route behind {@link requireToken}. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null)
    throw new Error('This route is registered outside the scope that asks for tokens');
  return request.principal;
}
