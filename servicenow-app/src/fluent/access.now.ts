import { Acl, Role } from '@servicenow/sdk/core';

export const integration = Role({
  name: 'x_slab_bridge.integration',
  description: 'For the account of sla-bridge: reads what SLAs depend on, writes escalations back.',
  grantable: true,
});

export const administrator = Role({
  name: 'x_slab_bridge.admin',
  description: 'Sets up the announcements to sla-bridge and looks after their outbox.',
  grantable: true,
});

// Rules for whole records only. They stand beside the rules that these tables have, and let one more role in; nobody
// loses anything. A rule for a single field of somebody else's table would take that field from everybody else.

Acl({
  $id: Now.ID['acl-case-read'],
  type: 'record',
  table: 'sn_customerservice_case',
  operation: 'read',
  roles: [integration],
  description: 'The tickets that sla-bridge mirrors.',
});

Acl({
  $id: Now.ID['acl-case-write'],
  type: 'record',
  table: 'sn_customerservice_case',
  operation: 'write',
  roles: [integration],
  description: 'The escalation field and the work note that go with it.',
});

Acl({
  $id: Now.ID['acl-journal-read'],
  type: 'record',
  table: 'sys_journal_field',
  operation: 'read',
  roles: [integration],
  description: 'By its own notes sla-bridge recognises what it has written.',
});

Acl({
  $id: Now.ID['acl-account-read'],
  type: 'record',
  table: 'customer_account',
  operation: 'read',
  roles: [integration],
  description: "The account's name.",
});

Acl({
  $id: Now.ID['acl-group-read'],
  type: 'record',
  table: 'sys_user_group',
  operation: 'read',
  roles: [integration],
  description: "The assignment group's name, which says the support level.",
});

Acl({
  $id: Now.ID['acl-contract-read'],
  type: 'record',
  table: 'ast_contract',
  operation: 'read',
  roles: [integration],
  description: 'Whether the contract still holds.',
});

Acl({
  $id: Now.ID['acl-task-sla-read'],
  type: 'record',
  table: 'task_sla',
  operation: 'read',
  roles: [integration],
  description: "The instance's own clocks, for the comparison.",
});

Acl({
  $id: Now.ID['acl-contract-sla-read'],
  type: 'record',
  table: 'contract_sla',
  operation: 'read',
  roles: [integration],
  description: 'The definitions behind those clocks.',
});
