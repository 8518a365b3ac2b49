import type { Random } from '../random.ts';
import { formatWireTime } from '../time/wire-time.ts';
import type { Customer } from './customers.ts';

/** What a customer might report, most urgent first. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  1: [
    'All inbound and outbound calls fail',
    'Contact centre offline, no agents can log in',
    'SIP trunk down, whole site without telephony',
    'Hosted voice unreachable from every site',
  ],
  2: [
    'Outbound calls fail from the Leeds office',
    'One of two SIP trunks is down',
    'Half of the phones do not register after the power cut',
    'Webex Calling drops every call after 30 seconds',
  ],
  3: [
    'One-way audio on some external calls',
    'Intermittent call quality on the second floor',
    'Presence not working for three users',
    'Phone does not boot after the firmware update',
  ],
  4: [
    'Please add two users to the reception hunt group',
    'How do we change the voicemail greeting?',
    'Request to move a number to another site',
    'Query about the call recording retention period',
  ],
};

export function faultOf(random: Random, priority: string): string {
  return random.pick(FAULTS[priority] ?? FAULTS['3']!);
}

export interface Report {
  readonly fault: string;
  readonly customer: Customer;
  readonly product: string;
  readonly at: number;
}

/** A description that follows the desk's template line by line. */
export function completeDescription(random: Random, { fault, customer, product, at }: Report): string {
  const [date = '', time = ''] = formatWireTime(at - random.integer(2, 40) * 60_000).split(' ');
  const [year, month, day] = date.split('-');
  return [
    `Customer name and service reference: ${customer.name}, ${customer.serviceReference}`,
    `Fault description: ${fault}`,
    `Product / CPE details: ${product}, Poly VVX 450, 64:16:7f:0a:${random.integer(10, 99)}:${random.integer(10, 99)}`,
    `Date and time experienced: ${day}/${month}/${year}, ${time.slice(0, 5)}, still happening`,
    'Has the service ever worked: yes, until today',
    `Call logs: 02079460${random.integer(100, 999)} to 01134960${random.integer(100, 999)}, failed at first ring`,
    'Diagnoses completed: local LAN checked, DNS and DHCP fine, mobile calls work',
    ...(product.startsWith('Webex') ? ['Webex logs: sent by e-mail'] : []),
    'Screenshots: not applicable',
  ].join('\n');
}

const HASTY = [
  'It does not work. Please call me back.',
  'Same problem as last week. Urgent!',
  'See subject.',
  'Phones are broken since this morning, nobody can reach us.',
] as const;

/** What arrives when somebody is in a hurry. */
export function hastyDescription(random: Random, { fault, customer }: Report): string {
  return random.chance(0.4)
    ? `Fault description: ${fault}\nCustomer name: ${customer.name}`
    : random.pick(HASTY);
}

export const AGENT_NOTES = [
  'Checked the trunk group, no alarms at our end.',
  'Packet capture started on the edge router.',
  'Test call from the lab reproduces the fault.',
  'Asked the carrier for a trace.',
  'Rolled back the configuration of yesterday on one phone.',
] as const;

export const CUSTOMER_REPLIES = [
  'Here are the call examples you asked for.',
  'We restarted the switch, no change.',
  'It worked for an hour and is back now.',
  'Any news? Our shop opens in an hour.',
] as const;

export const CAUSES = [
  'Expired SIP credentials',
  'Faulty power supply in the access switch',
  'Wrong QoS marking after the change',
  'Carrier routing fault',
  'User training',
] as const;
