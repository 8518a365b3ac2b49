import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type ProblemCode, problemCatalogue } from '../../src/http/problem-catalogue.ts';
import { registerDocs } from '../../src/openapi/docs-route.ts';
import { makeServer } from '../http/make-server.ts';
import { beginJourney, type Journey } from '../support/journey.ts';
import { at } from '../support/observations.ts';
import { type Document, type Judge, judgeBy, listOperations, type Media } from './documented.ts';

let journey: Journey;
let document: Document;
let judge: Judge;

beforeAll(async () => {
  journey = await beginJourney({ startsAt: at('2026-02-02 10:00') });
  document = await journey.ask<Document>('/docs/openapi.json');
  judge = judgeBy(document);
});

afterAll(() => journey.close());

/** Asked for without a token. */
async function fetchPage(path: string): Promise<{ body: string; headers: Headers }> {
  const response = await fetch(`${journey.url()}${path}`);
  expect(response.status).toBe(200);
  return { body: await response.text(), headers: response.headers };
}

it('the document is well-formed OpenAPI 3.1, and no linter has anything against it', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // What a probe, the metrics and these pages take cannot be wrong.
      'operation-4xx-response': 'off',
      // The names of a record stand in `propertyNames`, which the rule does not know.
      'no-required-schema-properties-undefined': 'off',
      // The stream's events are no JSON answers that could refer to them.
      'no-unused-components': 'off',
    },
  });
  const found = await lintFromString({ source: JSON.stringify(document), config });

  expect(
    found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer} ${message}`),
  ).toEqual([]);
});

it('every code of the document is one of the catalogue, and every one of the catalogue is told of', () => {
  const text = JSON.stringify(document);
  const codes = Object.keys(problemCatalogue);

  expect(Object.keys(document.components.examples).filter((code) => !codes.includes(code))).toEqual([]);
  expect(codes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});

describe('every example', () => {
  it('of what is taken and answered holds to its schema', () => {
    const media = listOperations(document).flatMap(({ path, method, requestBody, responses }) => [
      ...place(['paths', path, method, 'requestBody'], requestBody?.content),
      ...Object.entries(responses).flatMap(([status, { content }]) =>
        place(['paths', path, method, 'responses', status], content),
      ),
    ]);

    expect(media.length).toBeGreaterThan(50);
    expect(media.flatMap(({ pointer, example }) => judge(example, ...pointer, 'schema'))).toEqual([]);
  });

  it('of a parameter holds to its schema', () => {
    const faults = listOperations(document).flatMap(({ path, method, parameters }) =>
      parameters.flatMap(({ example }, index) =>
        example === undefined
          ? []
          : judge(example, 'paths', path, method, 'parameters', String(index), 'schema'),
      ),
    );

    expect(faults).toEqual([]);
  });

  it('of a problem holds to the schema of its code', () => {
    const faults = Object.entries(document.components.examples).flatMap(([code, { value }]) => {
      const name = code.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
      return judge(value, 'components', 'schemas', `${name}Problem`);
    });

    expect(faults).toEqual([]);
  });
});

/** Every body at a place of the document that has an example. */
function place(pointer: readonly string[], content: Readonly<Record<string, Media>> = {}) {
  return Object.entries(content).flatMap(([type, { example }]) =>
    example === undefined ? [] : [{ pointer: [...pointer, 'content', type], example }],
  );
}

it('an example that does not hold to its schema is found', () => {
  expect(judge({ number: 1 }, 'components', 'schemas', 'Ticket')).not.toEqual([]);
});

it.each(
  Object.entries({ probe: '/livez', list: '/admin/tickets', action: '/admin/tickets/{number}/escalate' }),
)('a %s says which token it needs', (kind, path) => {
  const [operation] = Object.values(document.paths[path]!);
  const needed = { probe: [], list: [{ adminToken: ['read'] }], action: [{ adminToken: ['operate'] }] };

  expect(operation!.security).toEqual(needed[kind as keyof typeof needed]);
});

it('a route that says nothing of itself is not taken, and so every route is in the document', async () => {
  const { server } = await makeServer();
  registerDocs(server, { version: '1', publicUrl: 'https://sla.example.org' });

  expect(() => server.get('/secret', async () => 'x')).toThrow('GET /secret has no schema');
  expect(() => server.get('/page', { schema: { hide: true } }, async () => 'x')).not.toThrow();
});

it('the page for people tells every route and every code, with nothing from elsewhere', async () => {
  const page = await fetchPage('/docs');
  const codes = Object.keys(problemCatalogue) as ProblemCode[];

  for (const { operationId, summary } of listOperations(document)) {
    expect(page.body).toContain(`id="${operationId}"`);
    expect(page.body).toContain(summary.replaceAll("'", '&#39;'));
  }
  expect(codes.filter((code) => !page.body.includes(`<code>${code}</code>`))).toEqual([]);
  expect([...page.body.matchAll(/(?:src|href)="([^"#]+)/g)].map(([, link]) => link)).toEqual([
    '/docs/page.css',
    '/docs/openapi.json',
    '/docs/openapi.yaml',
  ]);
  expect(page.body).not.toContain('<script');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
  expect((await fetchPage('/docs/page.css')).headers.get('content-type')).toContain('text/css');
});

it('the document as YAML says the same', async () => {
  const { body } = await fetchPage('/docs/openapi.yaml');

  expect(parse(body)).toEqual(document);
});
