import { unknownUri } from './errors.ts';
import type { Call, Operation, Reply, Target } from './exchange.ts';
import type { ApiServices } from './services.ts';
import { answerTable } from './table-api.ts';

export type Handler = (call: Call, services: ApiServices) => Reply | Promise<Reply>;

export interface Route {
  readonly target: Target;
  readonly handler: Handler;
}

const TABLE_OPERATIONS: Readonly<Record<string, Operation>> = {
  POST: 'insert',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What a method and a path ask for. Paths outside the REST API lead to a handler that says so. */
export function findRoute(method: string, pathname: string): Route {
  const match = /^\/api\/now\/(?:(v\d)\/)?([a-z_]+)\/?(.*)$/.exec(pathname);
  const [, version = null, api = '', rest = ''] = match ?? [];
  const [first = '', second = ''] = rest.split('/').map(decodeURIComponent);
  const target = { version, table: first || null, sysId: second || null };
  if (api === 'table' && first !== '') {
    const reading: Operation = second === '' ? 'list' : 'get';
    const operation = method === 'GET' ? reading : (TABLE_OPERATIONS[method] ?? 'unknown');
    return { target: { ...target, operation }, handler: answerTable };
  }
  return { target: { ...target, operation: 'unknown' }, handler: unknownUri };
}
