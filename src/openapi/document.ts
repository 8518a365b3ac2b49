import type { HttpServer } from '../http/http-server.ts';
import { type ProblemCode, problemCatalogue } from '../http/problem-catalogue.ts';
import { type RouteSchema, routeGroups } from '../http/route-schema.ts';
import { createComponents, type JsonSchema } from './components.ts';
import { type DocumentedRoute, describeOperation } from './operation.ts';
import { problemExamples } from './problems.ts';

/** The document: what OpenAPI 3.1 calls an OpenAPI Object. */
export type OpenApiDocument = JsonSchema;

/**
 * Notes every route that is registered from now on, pages' parts aside. Throws for one that says nothing of itself:
 * what is not in the document must not be in the API.
 */
export function collectRoutes(server: HttpServer): readonly DocumentedRoute[] {
  const routes: DocumentedRoute[] = [];
  server.addHook('onRoute', (route) => {
    const { method, url, schema } = route;
    if (schema?.hide === true) return;
    for (const each of [method].flat().filter((name) => name !== 'HEAD')) {
      if (schema?.operationId === undefined)
        throw new Error(`${each} ${url} has no schema for the API's document.`);
      // Hooks of the route's scope may still add to it what it needs.
      const config: DocumentedRoute['config'] = () => route.config ?? {};
      routes.push({ method: each.toLowerCase(), url, schema: schema as RouteSchema, config });
    }
  });
  return routes;
}

export interface AboutService {
  readonly version: string;
  /** Where people and programs reach the service. */
  readonly publicUrl: string;
}

const description = `What the service shows and does over HTTP.

Everything below \`/admin\` needs a token (\`Authorization: Bearer …\`) of the role \`read\`, or \`operate\` for actions. An
action needs an \`Idempotency-Key\`, is written to the audit trail and answers what it changed.

Whatever is refused is answered as \`application/problem+json\` (RFC 9457) with a stable \`code\`. Instants are ISO 8601 in
UTC; amounts of time are in milliseconds, as their names say.

Before any route is chosen a request may be refused with: ${listRouteless()}.`;

function listRouteless(): string {
  const codes: readonly ProblemCode[] = [
    'method-not-allowed',
    'url-malformed',
    'request-malformed',
    'request-timeout',
    'headers-too-large',
  ];
  return codes.map((code) => `\`${code}\` (${problemCatalogue[code].status})`).join(', ');
}

/** Writes the document for the routes that were collected. */
export function writeDocument(routes: readonly DocumentedRoute[], about: AboutService): OpenApiDocument {
  const components = createComponents();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: describeOperation(route, components) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'sla-bridge',
      version: about.version,
      description,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: about.publicUrl }],
    tags: Object.entries(routeGroups).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      examples: problemExamples(routes, components),
      schemas: components.list(),
      securitySchemes,
    },
  };
}

const securitySchemes = {
  adminToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token whose SHA-256 stands in `ADMIN_TOKENS`; `sla-bridge keygen` makes one.',
  },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks: `v1,` and the base64 of the HMAC-SHA256 over `webhook-id.webhook-timestamp.body`; several, with spaces between, while a secret is being replaced.',
  },
};
