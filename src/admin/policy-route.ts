import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { CalendarsFile, PolicyFile } from '../policy/policy-file.ts';
import { shown } from './text-schema.ts';

/** Durations are milliseconds and times of day are minutes by now; the policy's text is as it was written. */
const Rules = z
  .object({
    policy: PolicyFile,
    calendars: CalendarsFile,
    text: shown('policies: […]', 'The policy file as it was written.'),
  })
  .meta({ id: 'Rules' });
export type Rules = z.infer<typeof Rules>;

const schema = routeSchema({
  operationId: 'readPolicy',
  group: 'rules',
  summary: 'Show the rules in force',
  description:
    'The policy and the calendars as they were read: amounts of time in milliseconds, times of day in minutes.',
  querystring: z.strictObject({}),
  response: { 200: Rules },
});

/** `GET /admin/policy`: the rules in force, as they were read; they hold no secrets. */
export function registerPolicy(scope: HttpServer, readPolicy: () => Rules): void {
  scope.get('/policy', { schema }, async () => readPolicy());
}
