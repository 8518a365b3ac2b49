import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { shown } from './text-schema.ts';

/** What a route answers that gives JSON, or a CSV file where that is asked for. */
export function csvContent<Shape extends z.ZodType>(shape: Shape, csvExample: string) {
  return {
    content: { 'application/json': { schema: shape }, 'text/csv': { schema: shown(csvExample) } },
  };
}

/** Makes an answer one that browsers save as a file: a text or a stream of texts is sent as it is. */
export function asCsvFile(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .type('text/csv; charset=utf-8')
    .serializer((text: unknown) => String(text));
}
