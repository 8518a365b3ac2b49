import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { HttpServer } from './http-server.ts';
import { HttpProblem } from './problem.ts';
import { routeSchema } from './route-schema.ts';

const folder = new URL('../../docs/runbooks/', import.meta.url);

const page = z.string().meta({ examples: ['# SlaBridgePollStale\n\n## Meaning\n…'] });
const response = { 200: { content: { 'text/plain': { schema: page } } } };

const indexSchema = routeSchema({
  operationId: 'listRunbooks',
  group: 'docs',
  summary: 'List the runbooks',
  response,
});

const runbookSchema = routeSchema({
  operationId: 'readRunbook',
  group: 'docs',
  summary: 'Show the runbook of an alert',
  description: 'What the alert means, whom it hurts, how to look and what to do. As text: it is Markdown.',
  params: z.object({ name: z.string().meta({ examples: ['SlaBridgePollStale'] }) }),
  response,
});

/**
 * `GET /runbooks/{alert}`: what to do about an alert, which every alert links to. Read once, at the start: what is not
 * among them is not there, so no name can lead out of the folder.
 */
export function registerRunbooks(server: HttpServer): void {
  const pages = new Map(readdirSync(folder).map((file) => [file.replace(/\.md$/, ''), readPage(file)]));
  server.get('/runbooks', { schema: indexSchema }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(pages.get('README')!),
  );
  server.get('/runbooks/:name', { schema: runbookSchema }, async (request, reply) => {
    const text = pages.get(request.params.name);
    if (text === undefined) throw new HttpProblem('not-found');
    return reply.type('text/plain; charset=utf-8').send(text);
  });
}

function readPage(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}
