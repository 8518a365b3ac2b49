import { randomBytes } from 'node:crypto';
import type { Reply } from './api/exchange.ts';

/** The headers that every answer of an instance bears. `now` is the instance's time. */
export function commonHeaders(now: number, isTls: boolean, reply: Reply): Record<string, string | string[]> {
  return {
    'Server-Timing': 'sem_wait;dur=0, sesh_wait;dur=0',
    'X-Is-Logged-In': reply.status === 401 ? 'false' : 'true',
    'X-Transaction-ID': randomBytes(6).toString('hex'),
    'X-Content-Type-Options': 'nosniff',
    Pragma: 'no-store,no-cache',
    'Cache-Control': 'no-cache,no-store,must-revalidate,max-age=-1',
    Expires: '0',
    Date: new Date(now).toUTCString(),
    Server: 'ServiceNow',
    'Set-Cookie': [
      `JSESSIONID=${randomBytes(16).toString('hex').toUpperCase()}; Path=/; HttpOnly`,
      'glide_user_route=glide.simulated; Path=/; HttpOnly',
    ],
    ...(isTls ? { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' } : {}),
  };
}
