import type { Db, Tx } from '../store/database.ts';
import { removeInBatches } from '../store/remove-in-batches.ts';
import { DAY_MS, type Instant } from '../time/instant.ts';

/** What a key was used for. */
export interface KeyUse {
  readonly key: string;
  readonly who: string;
  /** With its parameters. */
  readonly path: string;
  readonly bodyHash: string;
}

/** What was answered the first time. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: object;
}

/** `new`: the action is to be done now. `reused`: the key stands for something else. */
export type Claim =
  | { readonly kind: 'new' }
  | { readonly kind: 'reused' }
  | ({ readonly kind: 'repeat' } & StoredAnswer);

/** How long a key is remembered. */
const REMEMBERED_MS = DAY_MS;

/** Stands in until the action is done; never seen outside the transaction that claims the key. */
const UNANSWERED = { status: 0, body: '{}' };

/**
 * Claims a key in the transaction that will do the action. Of two requests with one key at the same instant the second
 * waits here until the first has committed or failed.
 */
export async function claimKey(tx: Tx, use: KeyUse, now: Instant): Promise<Claim> {
  const row = { who: use.who, path: use.path, body_hash: use.bodyHash, ...UNANSWERED, at: new Date(now) };
  const claimed = await tx
    .insertInto('idempotency_key')
    .values({ key: use.key, ...row })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(row)
        .where('idempotency_key.at', '<=', new Date(now - REMEMBERED_MS)),
    )
    .returning('key')
    .executeTakeFirst();
  if (claimed !== undefined) return { kind: 'new' };
  const known = await tx
    .selectFrom('idempotency_key')
    .selectAll()
    .where('key', '=', use.key)
    .executeTakeFirstOrThrow();
  const isSame = known.path === use.path && known.body_hash === use.bodyHash;
  return isSame ? { kind: 'repeat', status: known.status, body: known.body } : { kind: 'reused' };
}

/** Remembers what was answered, for the same request sent again. */
export async function storeAnswer(tx: Tx, key: string, answer: StoredAnswer): Promise<void> {
  await tx
    .updateTable('idempotency_key')
    .set({ status: answer.status, body: JSON.stringify(answer.body) })
    .where('key', '=', key)
    .execute();
}

/** Forgets the keys that are no longer remembered; returns how many. */
export function forgetOldKeys(db: Db, now: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('idempotency_key')
      .where('key', 'in', (eb) =>
        eb
          .selectFrom('idempotency_key')
          .select('key')
          .where('at', '<=', new Date(now - REMEMBERED_MS))
          .limit(limit),
      )
      .executeTakeFirstOrThrow(),
  );
}
