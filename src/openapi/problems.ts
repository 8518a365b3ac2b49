import { z } from 'zod';
import { ContactJson } from '../admin/contact-json.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import { problemCatalogue } from '../http/problem-catalogue.ts';
import { instantText } from '../time/instant-text.ts';
import type { Components, JsonSchema } from './components.ts';
import { exampleOf } from './example.ts';
import type { DocumentedRoute } from './operation.ts';

/** What every route may refuse that has the thing named. */
const refusals = {
  token: ['token-missing', 'token-unknown', 'rate-limited'],
  operate: ['role-insufficient'],
  params: ['not-found'],
  querystring: ['query-invalid'],
  body: ['body-invalid', 'payload-too-large', 'content-type-unsupported'],
  key: ['idempotency-key-missing', 'idempotency-key-invalid', 'idempotency-key-reused'],
} as const satisfies Record<string, readonly ProblemCode[]>;

/** Every code that a route can answer with: its own, those of its kind, and `internal`. */
export function problemsOf({ schema, config }: DocumentedRoute): ProblemCode[] {
  const { role, takesKey } = config();
  return [
    ...(role === undefined ? [] : refusals.token),
    ...(role === 'operate' ? refusals.operate : []),
    ...(schema.params === undefined ? [] : refusals.params),
    ...(schema.querystring === undefined ? [] : refusals.querystring),
    ...(schema.body === undefined ? [] : refusals.body),
    ...(takesKey === true ? refusals.key : []),
    ...(schema.problems ?? []),
    'internal',
  ];
}

const fault = z.object({
  path: z.string().meta({ description: 'Empty where the whole is meant.', examples: ['limit'] }),
  message: z.string().meta({ examples: ['Too big: expected number to be <=500'] }),
});

/** What a problem tells beside its code. */
const membersOf: Partial<Record<ProblemCode, z.ZodRawShape>> = {
  'query-invalid': { faults: z.array(fault).optional() },
  'body-invalid': { faults: z.array(fault).optional() },
  'policy-invalid': { faults: z.array(fault) },
  'ticket-ambiguous': { tables: z.array(z.string().meta({ examples: ['incident'] })) },
  'escalation-too-early': { earliestAt: instantText, contact: ContactJson },
};

/** The body of one problem. */
export function problemSchema(code: ProblemCode): z.ZodType {
  const { status, title, remedy } = problemCatalogue[code];
  return z
    .object({
      type: z.literal(`urn:sla-bridge:problem:${code}`),
      title: z.literal(title),
      status: z.literal(status),
      code: z.literal(code),
      detail: z
        .string()
        .optional()
        .meta({ description: 'What was wrong with this request.', examples: [remedy] }),
      requestId: z.string().meta({
        description: 'By which the log knows the request.',
        examples: ['0198c5f2-8e0b-4c1d-9a57-3f6f0d2b7a11'],
      }),
      ...membersOf[code],
    })
    .meta({ id: `${pascalCase(code)}Problem`, description: remedy });
}

/** An example of every problem that a route of the document refuses with. */
export function problemExamples(
  routes: readonly DocumentedRoute[],
  components: Components,
): Record<string, JsonSchema> {
  const codes = [...new Set(routes.flatMap(problemsOf))].sort();
  return Object.fromEntries(
    codes.map((code) => {
      const schema = components.convert(problemSchema(code), 'output');
      return [code, { summary: problemCatalogue[code].title, value: exampleOf(schema, components.list()) }];
    }),
  );
}

function pascalCase(code: string): string {
  return code.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

/** The headers that come with a problem. */
export const problemHeaders: Partial<Record<ProblemCode, Readonly<Record<string, string>>>> = {
  'rate-limited': { 'Retry-After': 'Seconds to wait.' },
  overloaded: { 'Retry-After': 'Seconds to wait.' },
  draining: { 'Retry-After': 'Seconds to wait.' },
  'token-missing': { 'WWW-Authenticate': 'Always `Bearer`.' },
  'token-unknown': { 'WWW-Authenticate': 'Always `Bearer`.' },
};
