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
  readonly validation: readonly {
    readonly instancePath: string;
    readonly message?: string | undefined;
    readonly params?: unknown;
  }[];
}

function validationProblem(error: ValidationError): HttpProblem {
  const faults = error.validation.map(({ instancePath, message }) => ({
    path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: message ?? 'is not understood',
  }));
  const code = contextCodes[error.validationContext ?? ''] ?? 'body-invalid';
  const detail = faults
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return code === 'not-found'
    ? new HttpProblem(code)
    : new HttpProblem(code, { detail, members: { faults } });
}
