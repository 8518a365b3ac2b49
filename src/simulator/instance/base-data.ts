import type { AccessList } from '../access/accounts.ts';
import { CHOICE_DATA } from './choice-data.ts';
import type { Instance, WriteOptions } from './instance.ts';

/** The support levels of a desk, as assignment groups: level 1 first. */
export const TIER_GROUPS = [
  { sysId: '7e1e000000000000000000000000a001', name: 'Level 1 Technicians', tier: '1' },
  { sysId: '7e1e000000000000000000000000a002', name: 'Level 2 Engineers', tier: '2' },
  { sysId: '7e1e000000000000000000000000a003', name: 'Level 3 Specialists', tier: '3' },
  { sysId: '7e1e000000000000000000000000a004', name: 'Level 4 Infrastructure', tier: '4' },
] as const;

const INSTALLED_AT = Date.UTC(2020, 0, 1);
const QUIETLY: WriteOptions = { by: 'system', at: INSTALLED_AT, workflow: false, audit: false };

/** What every instance has before anybody works on it: users, groups, choices, the table catalogue. */
export function installBaseData(instance: Instance, access: AccessList, tableNames: readonly string[]): void {
  for (const { userName, sysId, name, timeZone } of access.accounts) {
    const [firstName = '', lastName = ''] = name.split(' ');
    instance.insert(
      'sys_user',
      {
        sys_id: sysId,
        user_name: userName,
        name,
        first_name: firstName,
        last_name: lastName,
        email: `${userName}@example.com`,
        time_zone: timeZone,
      },
      QUIETLY,
    );
  }
  for (const { sysId, name, tier } of TIER_GROUPS) {
    instance.insert('sys_user_group', { sys_id: sysId, name, u_tier: tier }, QUIETLY);
  }
  for (const [table, element, choices] of CHOICE_DATA) installChoices(instance, table, element, choices);
  for (const name of tableNames) instance.insert('sys_db_object', { name, label: name }, QUIETLY);
}

function installChoices(instance: Instance, table: string, element: string, choices: string): void {
  for (const [index, choice] of choices.split('|').entries()) {
    const separator = choice.indexOf('=');
    const values = {
      name: table,
      element,
      value: choice.slice(0, separator),
      label: choice.slice(separator + 1),
      sequence: String(index),
    };
    instance.insert('sys_choice', values, QUIETLY);
  }
}
