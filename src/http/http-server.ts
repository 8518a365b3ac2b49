import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Role } from '../config/environment-token.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { MethodTable } from './allowed-methods.ts';

/** The server as routes see it: schemas are zod's, and types follow from them. */
export type HttpServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  Logger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use a route that needs a token: set for each, where it says nothing by its method. */
    role?: Role;
    /** An action: it is done once for each `Idempotency-Key`. */
    takesKey?: boolean;
    /** A connection that stays open is no request whose duration says anything. */
    isLongLived?: boolean;
  }
  interface FastifyInstance {
    /** Which addresses take which methods. */
    methodTable: MethodTable;
  }
}

/** Registers routes under a prefix, in a scope whose hooks touch no others. */
export async function registerScope(
  server: HttpServer,
  prefix: string,
  addRoutes: (scope: HttpServer) => Promise<void> | void,
): Promise<void> {
  await server.register(async (scope) => addRoutes(scope as unknown as HttpServer), { prefix });
}
