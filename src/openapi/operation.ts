import { STATUS_CODES } from 'node:http';
import type { FastifyContextConfig } from 'fastify';
import { z } from 'zod';
import { IdempotencyKey } from '../admin/action.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import { problemCatalogue } from '../http/problem-catalogue.ts';
import type { RouteSchema, TypedAnswers } from '../http/route-schema.ts';
import type { Components, JsonSchema } from './components.ts';
import { exampleOf } from './example.ts';
import { problemHeaders, problemSchema, problemsOf } from './problems.ts';

/** A route as the server knows it. */
export interface DocumentedRoute {
  /** In lower case. */
  readonly method: string;
  /** Like `/admin/tickets/:number`. */
  readonly url: string;
  readonly schema: RouteSchema;
  config(): Pick<FastifyContextConfig, 'role' | 'takesKey'>;
}

/** Says of one route what OpenAPI wants to know. */
export function describeOperation(route: DocumentedRoute, components: Components): JsonSchema {
  const { operationId, summary, description, group } = route.schema;
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [group],
    security: securityOf(route),
    parameters: parametersOf(route, components),
    ...requestBodyOf(route.schema, components),
    responses: { ...answersOf(route.schema, components), ...refusalsOf(route, components) },
  };
}

/** The role that a token needs stands where other schemes have scopes. */
function securityOf({ schema, config }: DocumentedRoute): readonly JsonSchema[] {
  const { role } = config();
  if (role !== undefined) return [{ adminToken: [role] }];
  return schema.raw === undefined ? [] : [{ webhookSignature: [] }];
}

const KeyHeader = z.object({ 'Idempotency-Key': IdempotencyKey });

function parametersOf({ schema, config }: DocumentedRoute, components: Components): JsonSchema[] {
  const places = [
    ['path', schema.params],
    ['query', schema.querystring],
    ['header', config().takesKey === true ? KeyHeader : schema.raw?.headers],
  ] as const;
  return places.flatMap(([place, shape]) =>
    shape === undefined ? [] : parametersIn(place, components.convert(shape, 'input'), components),
  );
}

function parametersIn(place: string, shape: JsonSchema, components: Components): JsonSchema[] {
  const required = (shape['required'] ?? []) as readonly string[];
  const properties = (shape['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
    ...(required.includes(name) ? { example: exampleOf(schema, components.list()) } : {}),
  }));
}

function requestBodyOf({ body, raw }: RouteSchema, components: Components): JsonSchema {
  const taken = body ?? raw?.body;
  if (taken === undefined) return {};
  return {
    requestBody: { required: true, content: { 'application/json': media(taken, 'input', components) } },
  };
}

function media(schema: z.ZodType, side: 'input' | 'output', components: Components): JsonSchema {
  const converted = components.convert(schema, side);
  return { schema: converted, example: exampleOf(converted, components.list()) };
}

function answersOf({ response }: RouteSchema, components: Components): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(response).map(([status, answer]) => {
      const { content } = 'content' in answer ? answer : asJson(answer);
      const told = Object.entries(content).map(([type, { schema, parts = [] }]) => {
        for (const part of parts) components.convert(part, 'output');
        return [type, media(schema, 'output', components)];
      });
      return [status, { description: STATUS_CODES[status], content: Object.fromEntries(told) }];
    }),
  );
}

function asJson(schema: z.ZodType): TypedAnswers {
  return { content: { 'application/json': { schema } } };
}

function refusalsOf(route: DocumentedRoute, components: Components): Record<string, JsonSchema> {
  const byStatus = Map.groupBy(problemsOf(route), (code) => problemCatalogue[code].status);
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, refusal(codes, components)]));
}

/** One status may stand for several codes, each with an example of its own. */
function refusal(codes: readonly ProblemCode[], components: Components): JsonSchema {
  const told = codes.map((code) => ({ code, schema: components.convert(problemSchema(code), 'output') }));
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]);
  const schemas = told.map(({ schema }) => schema);
  const headers = Object.assign({}, ...codes.map((code) => problemHeaders[code])) as Record<string, string>;
  return {
    description: codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}.`).join('\n\n'),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, description]) => [
        name,
        { description, schema: { type: 'string' } },
      ]),
    ),
    content: {
      'application/problem+json': {
        schema: schemas.length === 1 ? schemas[0]! : { oneOf: schemas },
        examples: Object.fromEntries(examples) as object,
      },
    },
  };
}
