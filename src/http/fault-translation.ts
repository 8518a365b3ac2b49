import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HttpProblem } from './problem.ts';
import type { ProblemCode } from './problem-catalogue.ts';

/** The framework's own refusals, by its codes. */
const frameworkCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type-unsupported',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload-too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body-invalid',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body-invalid',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body-invalid',
  FST_ERR_BAD_URL: 'url-malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

/** Where the framework found the fault; a path that no resource can have is simply not there. */
const contextCodes: Readonly<Record<string, ProblemCode>> = {
  querystring: 'query-invalid',
  body: 'body-invalid',
  params: 'not-found',
};

/** What to answer for anything that was thrown while a request was handled. What is not known stays our own secret. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error);
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameworkCodes[code];
  if (known !== undefined) return new HttpProblem(known);
  // A body that is not JSON, or one that reaches for an object's prototype, comes as a plain error with a status.
  return new HttpProblem(statusCode === 400 ? 'body-invalid' : 'internal');
}

interface ValidationError {
  readonly validationContext?: string | undefined;
  readonly validation: readonly ValidationIssue[];
}

interface ValidationIssue {
  readonly keyword?: string | undefined;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params?: unknown;
}

interface RequestFault {
  readonly path: string;
  readonly message: string;
}

function validationProblem(error: ValidationError): HttpProblem {
  const code = contextCodes[error.validationContext ?? ''] ?? 'body-invalid';
  if (code === 'not-found') return new HttpProblem(code);
  // Of a parameter that is a list, the list is named, not the place in it.
  const depth = code === 'query-invalid' ? 1 : Number.POSITIVE_INFINITY;
  const faults = error.validation.flatMap((issue) => faultsOf(issue, depth));
  const detail = faults
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new HttpProblem(code, { detail, members: { faults } });
}

function faultsOf(
  { keyword, instancePath, message, params }: ValidationIssue,
  depth: number,
): RequestFault[] {
  const path = instancePath.split('/').slice(1, depth + 1);
  if (keyword === 'unrecognized_keys') {
    const { keys } = params as { keys: readonly string[] };
    return keys.map((key) => ({
      path: [...path, key].filter(Boolean).join('.'),
      message: 'is not known here',
    }));
  }
  return [{ path: path.join('.'), message: message ?? 'is not understood' }];
}
