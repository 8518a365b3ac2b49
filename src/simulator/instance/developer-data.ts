import { cell } from '../database/row.ts';
import type { Instance, WriteOptions } from './instance.ts';

const OPTIONS: WriteOptions = { by: 'admin', at: Date.UTC(2020, 0, 1), workflow: false, audit: false };

/** Well-known records of a fresh developer instance, on which the test suites of public clients rely. */
const WELL_KNOWN = {
  adminUser: '6816f79cc0a8016401c5a33be04be441',
  adminRole: '2831a114c611228501d4ea6c309d626d',
  finance: 'a581ab703710200044e0bfc8bcbe5de8',
  financeHead: '46c5bf6ca9fe1981010713e3ac7d3384',
  problemAdmin: '26fbff173b331300ad3cc9bb34efc4bd',
} as const;

const LOG_ENTRIES = 700;
const FILES = 600;
const PROBLEMS = 12;
const ADMINS = 12;
const ROLE_GROUPS = 4;

/** What a developer instance has besides: people, roles, problems, a log, application files. */
export function installDeveloperData(instance: Instance): void {
  installPeople(instance);
  installRoles(instance);
  for (let index = 1; index <= PROBLEMS; index += 1) {
    instance.insert('problem', { short_description: `Known fault ${index}`, priority: '4' }, OPTIONS);
  }
  for (let index = 1; index <= LOG_ENTRIES; index += 1) {
    instance.insert('syslog', { level: '0', source: 'simulator', message: `Log entry ${index}` }, OPTIONS);
  }
  for (let index = 1; index <= FILES; index += 1) {
    instance.insert('sys_metadata', { sys_name: `Application file ${index}` }, OPTIONS);
  }
}

function installPeople(instance: Instance): void {
  const people = [
    [WELL_KNOWN.financeHead, 'natasha.ingram', 'Natasha Ingram'],
    [WELL_KNOWN.problemAdmin, 'problem.admin', 'Problem Admin'],
  ] as const;
  for (const [sys_id, user_name, name] of people) {
    instance.insert('sys_user', { sys_id, user_name, name, email: `${user_name}@example.com` }, OPTIONS);
  }
  const finance = { sys_id: WELL_KNOWN.finance, name: 'Finance', dept_head: WELL_KNOWN.financeHead };
  instance.insert('cmn_department', finance, OPTIONS);
  instance.update('sys_user', WELL_KNOWN.adminUser, { department: WELL_KNOWN.finance }, OPTIONS);
  instance.insert('sys_db_object', { name: 'bsm_chart', label: 'BSM Chart' }, OPTIONS);
}

function installRoles(instance: Instance): void {
  instance.insert('sys_user_role', { sys_id: WELL_KNOWN.adminRole, name: 'admin' }, OPTIONS);
  for (let index = 1; index <= ADMINS; index += 1) {
    const name = `Administrator ${index}`;
    const user = instance.insert('sys_user', { user_name: `admin.${index}`, name }, OPTIONS);
    const grant = { user: cell(user, 'sys_id'), role: WELL_KNOWN.adminRole, state: 'active' };
    instance.insert('sys_user_has_role', grant, OPTIONS);
    if (index > ROLE_GROUPS) continue;
    const values = { name: `Administrators ${index}`, manager: cell(user, 'sys_id') };
    const group = instance.insert('sys_user_group', values, OPTIONS);
    const role = { group: cell(group, 'sys_id'), role: WELL_KNOWN.adminRole };
    instance.insert('sys_group_has_role', role, OPTIONS);
  }
}
