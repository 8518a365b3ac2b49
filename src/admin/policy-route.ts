import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';

/** `GET /admin/policy`: the rules in force, as they were read; they hold no secrets. */
export function registerPolicy(scope: HttpServer, readPolicy: () => object): void {
  const schema = {
    tags: ['policy'],
    querystring: z.strictObject({}),
    response: { 200: z.looseObject({}) },
  };
  scope.get('/policy', { schema }, async () => ({ ...readPolicy() }));
}
