import { cell } from '../database/row.ts';
import { TIER_GROUPS } from '../instance/base-data.ts';
import type { Instance, WriteOptions } from '../instance/instance.ts';

/** Who the demo's cases are about: accounts with a contract and a contact each. */
export interface Customer {
  readonly account: string;
  readonly contract: string;
  readonly contact: string;
  readonly name: string;
  readonly serviceReference: string;
  /** False: the contract is cancelled. */
  readonly isCovered: boolean;
}

/** Who works on them. */
export interface Agent {
  readonly sysId: string;
  readonly userName: string;
  /** Support level, 1 to 4. */
  readonly tier: number;
}

export interface Cast {
  readonly customers: readonly Customer[];
  readonly agents: readonly Agent[];
  readonly products: readonly { readonly sysId: string; readonly name: string }[];
}

/** Name, service reference, contact, state of the contract. */
const CUSTOMERS = [
  ['Northgate Logistics', 'UCC-20417', 'Priya Raman', 'active'],
  ['Bellweather Insurance', 'UCC-20533', 'Tom Ashdown', 'active'],
  ['Harbour Street Dental', 'UCC-18802', 'Ines Carvalho', 'cancelled'],
  ['Kestrel Engineering', 'UCC-21190', 'Graham Doyle', 'active'],
  ['Millbrook College', 'UCC-19954', 'Sarah Whitlock', 'active'],
  ['Oakhurst Retail Group', 'UCC-21877', 'Daniel Mensah', 'active'],
] as const;

const AGENTS = [
  ['amy.cole', 'Amy Cole', 1],
  ['ben.ofori', 'Ben Ofori', 1],
  ['carla.nunez', 'Carla Nunez', 2],
  ['dev.patel', 'Dev Patel', 2],
  ['erin.walsh', 'Erin Walsh', 3],
  ['farid.khan', 'Farid Khan', 4],
] as const;

const PRODUCTS = [
  'Hosted Voice',
  'Webex Calling',
  'SIP Trunking',
  'Contact Centre',
  'Managed Wi-Fi',
] as const;

/** Writes the demo's people, accounts, contracts and products. `at` is the instant they are all dated. */
export function installCast(instance: Instance, at: number): void {
  const options: WriteOptions = { by: 'admin', at, audit: false };
  for (const customer of CUSTOMERS) installCustomer(instance, customer, options);
  for (const agent of AGENTS) installAgent(instance, agent, options);
  for (const name of PRODUCTS) instance.insert('cmdb_model', { name, display_name: name }, options);
}

function installCustomer(
  instance: Instance,
  [name, serviceReference, contactName, contractState]: (typeof CUSTOMERS)[number],
  options: WriteOptions,
): void {
  const values = { name, u_service_reference: serviceReference, country: 'GB' };
  const account = cell(instance.insert('customer_account', values, options), 'sys_id');
  const userName = contactName.toLowerCase().replace(' ', '.');
  const [firstName = '', lastName = ''] = contactName.split(' ');
  const contact = {
    name: contactName,
    first_name: firstName,
    last_name: lastName,
    user_name: userName,
    email: `${userName}@example.com`,
    account,
  };
  instance.insert('customer_contact', contact, options);
  const contract = {
    short_description: `${name}: unified communications`,
    account,
    state: contractState,
    active: String(contractState === 'active'),
    u_service: 'UCC',
  };
  instance.insert('ast_contract', contract, options);
}

function installAgent(
  instance: Instance,
  [userName, name, tier]: (typeof AGENTS)[number],
  options: WriteOptions,
): void {
  const group = TIER_GROUPS[tier - 1]!;
  const values = { user_name: userName, name, title: group.name, email: `${userName}@example.com` };
  const user = instance.insert('sys_user', values, options);
  instance.insert('sys_user_grmember', { user: cell(user, 'sys_id'), group: group.sysId }, options);
}

/** Reads them back: a restored instance has them already. */
export function readCast(instance: Instance): Cast {
  const idOf = (table: string, query: string): string => cell(instance.find(table, query)[0] ?? {}, 'sys_id');
  return {
    customers: CUSTOMERS.map(([name, serviceReference, contactName, contractState]) => {
      const account = idOf('customer_account', `name=${name}`);
      const contract = idOf('ast_contract', `account=${account}`);
      const contact = idOf('customer_contact', `name=${contactName}`);
      return { name, serviceReference, account, contract, contact, isCovered: contractState === 'active' };
    }),
    agents: AGENTS.map(([userName, , tier]) => ({
      userName,
      tier,
      sysId: idOf('sys_user', `user_name=${userName}`),
    })),
    products: PRODUCTS.map((name) => ({ name, sysId: idOf('cmdb_model', `name=${name}`) })),
  };
}
