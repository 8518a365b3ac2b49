import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HttpProblem, toProblemBody } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import type { Db, Tx } from '../store/database.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Instant } from '../time/instant.ts';
import { insertAudit } from './audit-store.ts';
import { claimKey, type KeyUse, storeAnswer } from './idempotency-store.ts';

/** What doing an action came to. One that is refused must have changed nothing. */
export type ActionOutcome =
  | {
      /** `begun`: it goes on by itself after the answer. */
      readonly kind: 'done' | 'begun';
      readonly changed: Readonly<Record<string, unknown>>;
      /** Called once the transaction has committed, and not when the action was only repeated. */
      readonly afterCommit?: () => void;
    }
  | { readonly kind: 'refused'; readonly problem: HttpProblem };

export interface ActionParts {
  readonly db: Db;
  readonly metrics: Metrics;
  now(): Instant;
}

/** What is done, to what. */
export interface ActionName {
  readonly action: string;
  readonly target: string;
}

/** Does the action inside the transaction it is given, unless it was done before; keeps the books in the same one. */
export type Bookkeep = (tx: Tx, act: () => Promise<ActionOutcome>) => Promise<Booked>;

/** What is to be answered, and what remains to be done after the commit. */
export interface Booked {
  readonly status: number;
  readonly body: object;
  readonly outcome: ActionOutcome | null;
}

/**
 * Answers an action: once for each `Idempotency-Key`, with a row in the audit. `transact` opens the transaction and
 * hands it to the bookkeeper together with what is to be done.
 */
export async function performAction(
  parts: ActionParts,
  request: FastifyRequest,
  reply: FastifyReply,
  name: ActionName,
  transact: (bookkeep: Bookkeep) => Promise<Booked>,
): Promise<void> {
  const use = keyUseOf(request);
  const asked = { use, name, requestId: request.id };
  try {
    const { status, body, outcome } = await transact((tx, act) => bookkeep(parts, tx, asked, act));
    if (outcome !== null) count(parts.metrics, name, outcome.kind === 'refused' ? 'refused' : 'done');
    if (outcome !== null && outcome.kind !== 'refused') outcome.afterCommit?.();
    if (status >= 400) reply.type('application/problem+json; charset=utf-8');
    await reply.code(status).send(body);
  } catch (error) {
    if (!(error instanceof HttpProblem)) {
      count(parts.metrics, name, 'failed');
      await insertAudit(parts.db, entryOf(parts, use, name, 'failed'));
    }
    throw error;
  }
}

/** Like {@link performAction}, for what needs no more than a transaction of its own. */
export function performInTransaction(
  parts: ActionParts,
  request: FastifyRequest,
  reply: FastifyReply,
  name: ActionName,
  act: (tx: Tx) => Promise<ActionOutcome>,
): Promise<void> {
  return performAction(parts, request, reply, name, (bookkeep) =>
    parts.db.transaction().execute((tx) => bookkeep(tx, () => act(tx))),
  );
}

async function bookkeep(
  parts: ActionParts,
  tx: Tx,
  { use, name, requestId }: { use: KeyUse; name: ActionName; requestId: string },
  act: () => Promise<ActionOutcome>,
): Promise<Booked> {
  const claim = await claimKey(tx, use, parts.now());
  if (claim.kind === 'reused') throw new HttpProblem('idempotency-key-reused');
  if (claim.kind === 'repeat') return { status: claim.status, body: claim.body, outcome: null };
  const outcome = await act();
  const answer = answerOf(outcome, requestId);
  const word = outcome.kind === 'refused' ? outcome.problem.code : outcome.kind;
  await insertAudit(tx, entryOf(parts, use, name, word));
  await storeAnswer(tx, use.key, answer);
  return { ...answer, outcome };
}

/** A refusal is kept with the request that it was first the answer to: there the log tells of it. */
function answerOf(outcome: ActionOutcome, requestId: string): { status: number; body: object } {
  if (outcome.kind === 'refused') {
    const { problem } = outcome;
    return { status: problem.status, body: { ...toProblemBody(problem), requestId } };
  }
  return { status: outcome.kind === 'done' ? 200 : 202, body: { changed: outcome.changed } };
}

function entryOf(parts: ActionParts, use: KeyUse, { action, target }: ActionName, outcome: string) {
  return { at: parts.now(), who: use.who, action, target, idempotencyKey: use.key, outcome };
}

function count(metrics: Metrics, { action }: ActionName, outcome: 'done' | 'refused' | 'failed'): void {
  metrics.adminActions.inc({ action, outcome });
}

/** What a key must look like. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/)
  .meta({
    description:
      'New for each action. Sent again within 24 h with the same path and body, it brings the same answer.',
    examples: ['5b2c1f7e-7a52-4d0e-8a3e-6d1f4a9b0c2d'],
  });

/**
 * The key that an action was sent with. A hook before the body is looked at, so that its absence is told first. Throws
 * {@link HttpProblem}: `idempotency-key-missing`, `idempotency-key-invalid`.
 */
export function readKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw new HttpProblem('idempotency-key-missing');
  const read = IdempotencyKey.safeParse(key);
  if (!read.success) throw new HttpProblem('idempotency-key-invalid');
  return read.data;
}

function keyUseOf(request: FastifyRequest): KeyUse {
  const bodyHash = createHash('sha256').update(canonicalJson(request.body)).digest('hex');
  return { key: readKey(request), who: principalOf(request).name, path: request.url, bodyHash };
}

/** The order of an object's members means nothing. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
