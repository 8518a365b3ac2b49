import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { type AboutService, collectRoutes, writeDocument } from './document.ts';
import { writePage } from './page.ts';

/** The page has no script, and nothing comes from elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const document = z.looseObject({}).meta({ examples: [{ openapi: '3.1.1' }] });
const text = z.string().meta({ examples: ['openapi: 3.1.1'] });
const page = z.string().meta({ examples: ['<!doctype html>'] });

const jsonSchema = routeSchema({
  operationId: 'readOpenApi',
  group: 'docs',
  summary: 'This description for programs',
  response: { 200: document },
});

const yamlSchema = routeSchema({
  operationId: 'readOpenApiYaml',
  group: 'docs',
  summary: 'This description for programs, as YAML',
  response: { 200: { content: { 'application/yaml': { schema: text } } } },
});

const pageSchema = routeSchema({
  operationId: 'readDocs',
  group: 'docs',
  summary: 'This description for people',
  response: { 200: { content: { 'text/html': { schema: page } } } },
});

/**
 * `/docs`: what the API is, for people and programs. To be registered before all other routes, for it tells of those that
 * come after it. It needs no token: it holds nothing but what the source says.
 */
export function registerDocs(server: HttpServer, about: AboutService): void {
  const routes = collectRoutes(server);
  const written = once(() => writeDocument(routes, about));
  const styles = readFileSync(new URL('page.css', import.meta.url), 'utf8');

  server.get('/docs/openapi.json', { schema: jsonSchema }, async () => written());
  const asYaml = once(() => stringify(written(), { aliasDuplicateObjects: false }));
  server.get('/docs/openapi.yaml', { schema: yamlSchema }, async (_request, reply) =>
    reply.type('application/yaml; charset=utf-8').send(asYaml()),
  );
  const asPage = once(() => writePage(written()));
  server.get('/docs', { schema: pageSchema }, async (_request, reply) =>
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .type('text/html; charset=utf-8')
      .send(asPage()),
  );
  server.get('/docs/page.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(styles),
  );
}

/** Makes it when it is first asked for; few ask, and routes are registered only once. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
