import { answerAggregate } from './aggregate-api.ts';
import { answerAttachment } from './attachment-api.ts';
import { answerBatch } from './batch-api.ts';
import { answerCase } from './case-api.ts';
import { unknownUri, wrongMethod } from './errors.ts';
import type { Call, Operation, Reply, Target } from './exchange.ts';
import { answerImport } from './import-set-api.ts';
import type { ApiServices } from './services.ts';
import { answerTable } from './table-api.ts';

export type Handler = (call: Call, services: ApiServices) => Reply | Promise<Reply>;

export interface Route {
  readonly target: Target;
  readonly handler: Handler;
}

const WRITING: Readonly<Record<string, Operation>> = {
  POST: 'insert',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

/** What a method and a path ask for. A path that leads nowhere leads to a handler that says so. */
export function findRoute(method: string, pathname: string): Route {
  const [, scope = '', version = null, api = '', rest = ''] =
    /^\/api\/(now|sn_customerservice)\/(?:(v\d)\/)?([a-z_]+)\/?(.*)$/.exec(pathname) ?? [];
  const below = rest
    .split('/')
    .filter((part) => part !== '')
    .map(decodePart);
  const target = { version, table: null, sysId: null };
  switch (`${scope}/${api}`) {
    case 'now/table':
      return below.length === 0 ? nowhere(target) : tableRoute(method, version, below);
    case 'now/stats':
      return {
        target: { ...target, table: below[0] ?? null, operation: method === 'GET' ? 'aggregate' : 'unknown' },
        handler: method === 'GET' ? answerAggregate : wrongMethod,
      };
    case 'now/batch':
      return { target: { ...target, operation: 'batch' }, handler: answerBatch };
    case 'now/attachment':
      return {
        target: { ...target, table: 'sys_attachment', operation: 'attachment' },
        handler: (call, services) => answerAttachment(call, services, below),
      };
    case 'now/import':
      return {
        target: { ...target, table: below[0] ?? null, operation: 'import' },
        handler: (call, services) => answerImport(call, services, below),
      };
    case 'sn_customerservice/case':
      return caseRoute(method, version, below);
    default:
      return nowhere(target);
  }
}

/** A part that is not encoded properly is taken as it stands: it will name nothing. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function nowhere(target: Omit<Target, 'operation'>): Route {
  return { target: { ...target, operation: 'unknown' }, handler: unknownUri };
}

function operationOf(method: string, sysId: string | null): Operation {
  if (method === 'GET') return sysId === null ? 'list' : 'get';
  return WRITING[method] ?? 'unknown';
}

function tableRoute(method: string, version: string | null, [table = '', sysId]: string[]): Route {
  const operation = operationOf(method, sysId ?? null);
  // Only an insertion goes without naming a record.
  const isMisplaced = sysId === undefined ? !['list', 'insert'].includes(operation) : operation === 'insert';
  return {
    target: { version, table, sysId: sysId ?? null, operation },
    handler: isMisplaced ? wrongMethod : answerTable,
  };
}

function caseRoute(method: string, version: string | null, below: string[]): Route {
  const sysId = below[0] === undefined || below[0] === 'field_values' ? null : below[0];
  const table = 'sn_customerservice_case';
  return {
    target: { version, table, sysId, operation: operationOf(method, sysId) },
    handler: (call, services) => answerCase(call, services, below),
  };
}
