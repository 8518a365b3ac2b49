import type { Row } from '../database/row.ts';
import { TIER_GROUPS } from '../instance/base-data.ts';
import type { Instance } from '../instance/instance.ts';
import { createRandom } from '../random.ts';

/** An order for many records at once: what a large or an unlucky instance looks like. */
export interface GenerateOrder {
  /** Default `sn_customerservice_case`. */
  readonly table?: string;
  readonly count: number;
  /** The stamps are spread evenly from here … (UTC epoch milliseconds; default 30 days ago) */
  readonly from?: number;
  /** … to here (default now). The same as `from`: all in one second. */
  readonly to?: number;
  readonly seed?: string;
  /** The same for all of them; wins over what is generated. */
  readonly values?: Row;
}

const DAY_MS = 86_400_000;
const STATES = ['1', '10', '10', '18', '6', '3', '3', '3'];
const PRIORITIES = ['1', '2', '3', '3', '4'];
const CHANNELS = ['phone', 'web', 'email'];

/** Inserts the records, without rules, audit and announcements; returns how many. */
export function generateRecords(instance: Instance, order: GenerateOrder, now: number): number {
  const { table = 'sn_customerservice_case', count, values } = order;
  const to = order.to ?? now;
  const from = order.from ?? to - 30 * DAY_MS;
  const random = createRandom(order.seed ?? 'generate');
  for (let index = 0; index < count; index += 1) {
    const at = count === 1 ? from : from + ((to - from) * index) / (count - 1);
    const state = random.pick(STATES);
    instance.insert(
      table,
      {
        short_description: `Generated record ${index + 1}`,
        description: 'Fault description: generated to fill the table',
        state,
        active: String(state !== '3'),
        priority: random.pick(PRIORITIES),
        contact_type: random.pick(CHANNELS),
        assignment_group: random.pick(TIER_GROUPS).sysId,
        ...values,
      },
      { at, by: 'admin', workflow: false, audit: false },
    );
  }
  return count;
}
