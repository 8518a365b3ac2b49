import type { z } from 'zod';
import type { ProblemCode } from './problem-catalogue.ts';

/** The groups in which routes are told, in the order in which they are told. */
export const routeGroups = {
  tickets: 'Tickets with their clocks, why they stand as they do, and what people order for them.',
  reports: 'Figures over all tickets: compliance, forecast, and where ServiceNow judges otherwise.',
  sync: 'How far the mirror is, and making it read again.',
  outbox: 'What is written back to ServiceNow.',
  rules: 'The rules in force.',
  service: 'The service itself: health, audit, events as they happen.',
  webhooks: 'What ServiceNow tells by itself.',
  probes: 'For orchestrators and Prometheus. They need no token.',
  docs: 'This description, and what to do about alerts. They need no token.',
} as const;
export type RouteGroup = keyof typeof routeGroups;

/** What a route says of itself: what it is for, what it takes, what it answers and refuses. */
export interface RouteSchema {
  /** Unique; clients that are made from the document call the route by it. */
  readonly operationId: string;
  readonly group: RouteGroup;
  /** A few words, an order. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly querystring?: z.ZodType;
  readonly body?: z.ZodType;
  /** A body and headers that the route reads by itself, as they were sent. */
  readonly raw?: { readonly body: z.ZodType; readonly headers: z.ZodType };
  /** By status; where it is not JSON, by content type too. */
  readonly response: Readonly<Record<number, z.ZodType | TypedAnswers>>;
  /** The refusals of its own; those that every route of its kind has are known (`src/openapi/problems.ts`). */
  readonly problems?: readonly ProblemCode[];
}

export interface TypedAnswers {
  /** `parts` are named schemas of what a text carries. */
  readonly content: Readonly<
    Record<string, { readonly schema: z.ZodType; readonly parts?: readonly z.ZodType[] }>
  >;
}

declare module 'fastify' {
  interface FastifySchema extends Partial<Omit<RouteSchema, 'params' | 'querystring' | 'body' | 'response'>> {
    /** A part of a page, and no part of the API. */
    hide?: boolean;
  }
}

/** Gives a route's schema back as it is; written with it, its words are checked and the types of its answers follow. */
export function routeSchema<Schema extends RouteSchema>(schema: Schema): Schema {
  return schema;
}
