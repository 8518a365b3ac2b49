import { buildQuery } from '../servicenow/encoded-query.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { judgeFetchFailure } from './hint.ts';
import { type ReconcileTrouble, tallyApplied } from './reconcile.ts';
import type { ReconcileRun } from './reconcile-client.ts';

/** So many are asked for at the same time. */
const LOOKS_AT_ONCE = 4;

type Look = 'gone' | 'there' | 'unresolved';

/**
 * Asks by id for each record that is mirrored and was not among the table's. One that is there is applied (it left the
 * query that narrows the table, or came back meanwhile); one that ServiceNow does not know is deleted. Returns what
 * could not be resolved. Throws `ServiceNowError` if asking itself fails; what is not resolved by then stays.
 */
export async function resolveMissing(
  run: ReconcileRun,
  missing: readonly string[],
): Promise<ReconcileTrouble | null> {
  let unresolved = 0;
  for (let start = 0; start < missing.length; start += LOOKS_AT_ONCE) {
    const some = missing.slice(start, start + LOOKS_AT_ONCE);
    const looks = await Promise.all(some.map((sysId) => lookFor(run, sysId)));
    for (const [index, look] of looks.entries()) {
      if (look === 'gone') await remove(run, some[index]!);
      if (look === 'unresolved') unresolved += 1;
    }
  }
  return unresolved === 0 ? null : { kind: 'unresolved', count: unresolved };
}

async function lookFor({ parts, polled, signal, ...run }: ReconcileRun, sysId: string): Promise<Look> {
  const { table, fields } = polled;
  try {
    const record = await parts.client.getRecord(table, sysId, fields, signal);
    if (record === null) return (await isHidden(parts, table, sysId, signal)) ? 'unresolved' : 'gone';
    const results = await parts.applyRecords(table, [record]);
    await run.note(tallyApplied(run.tally(), [record], results, run.settledAt));
    return 'there';
  } catch (error) {
    if (isServiceNowError(error) && judgeFetchFailure(error.code) === 'refused') return 'unresolved';
    throw error;
  }
}

/** To an account that may not see it a record looks deleted. But it is still counted. */
async function isHidden(
  { client }: ReconcileRun['parts'],
  table: string,
  sysId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const query = buildQuery({ anyOf: [[{ field: 'sys_id', operator: '=', value: sysId }]] });
  const { totalCount } = await client.queryPage({ table, query, fields: ['sys_id'], limit: 1, signal });
  return totalCount !== null && totalCount > 0;
}

async function remove({ parts, polled, tally, note }: ReconcileRun, sysId: string): Promise<void> {
  if (!(await parts.applyDeletion(polled.table, sysId))) return;
  const before = tally();
  await note({ ...before, deleted: before.deleted + 1, drift: before.drift + 1 });
}
