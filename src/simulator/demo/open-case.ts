import { cell } from '../database/row.ts';
import { TIER_GROUPS } from '../instance/base-data.ts';
import type { Instance } from '../instance/instance.ts';
import type { Random } from '../random.ts';
import { completeDescription, faultOf, hastyDescription } from './case-texts.ts';
import type { Cast } from './customers.ts';

export interface Opening {
  readonly at: number;
  readonly priority: string;
  readonly channel: string;
}

const IMPACT_AND_URGENCY: Readonly<Record<string, string>> = { 1: '11', 2: '12', 3: '22', 4: '33' };

/** Chances of priority and channel, as a list to draw from. */
const PRIORITIES = ['1', '2', '2', '3', '3', '3', '4', '4'];
const CHANNELS = ['phone', 'phone', 'phone', 'web', 'web', 'email', 'email', 'chat'];

export function drawOpening(random: Random, at: number): Opening {
  return { at, priority: random.pick(PRIORITIES), channel: random.pick(CHANNELS) };
}

/** Writes a new case and returns its `sys_id`. */
export function openCase(instance: Instance, cast: Cast, random: Random, opening: Opening): string {
  const { at, priority, channel } = opening;
  // Urgent cases come from customers whose contract is alive, so that their clocks really run.
  const isUrgent = priority === '1' || priority === '2';
  const customer = random.pick(cast.customers.filter(({ isCovered }) => isCovered || !isUrgent));
  const product = random.pick(cast.products);
  const fault = faultOf(random, priority);
  const report = { fault, customer, product: product.name, at };
  const isComplete = random.chance(0.6);
  const row = instance.insert(
    'sn_customerservice_case',
    {
      short_description: fault,
      description: isComplete ? completeDescription(random, report) : hastyDescription(random, report),
      priority,
      impact: IMPACT_AND_URGENCY[priority]?.[0] ?? '3',
      urgency: IMPACT_AND_URGENCY[priority]?.[1] ?? '3',
      contact_type: channel,
      account: customer.account,
      contract: customer.contract,
      contact: customer.contact,
      product: product.sysId,
      assignment_group: TIER_GROUPS[0].sysId,
      category: priority === '4' ? '0' : '1',
    },
    { at, by: channel === 'phone' ? 'amy.cole' : 'guest' },
  );
  if (isComplete && random.chance(0.3)) attachScreenshot(instance, cell(row, 'sys_id'), at);
  return cell(row, 'sys_id');
}

function attachScreenshot(instance: Instance, sysId: string, at: number): void {
  const values = {
    file_name: 'screenshot.png',
    table_name: 'sn_customerservice_case',
    table_sys_id: sysId,
    content_type: 'image/png',
    size_bytes: '48211',
    compressed: 'true',
    state: 'available',
  };
  instance.insert('sys_attachment', values, { at, by: 'guest' });
}
