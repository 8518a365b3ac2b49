import { BusinessRule } from '@servicenow/sdk/core';

// One rule for each table that sla-bridge can mirror; only the first is active. A rule for a table that sla-bridge does
// not mirror makes notifications that it refuses.

BusinessRule({
  $id: Now.ID['rule-announce-case'],
  name: 'SLA bridge: announce case',
  table: 'sn_customerservice_case',
  when: 'after',
  action: ['insert', 'update', 'delete'],
  order: 1000,
  active: true,
  condition: 'new SlaBridgeOutbox().concerns(current)',
  script: Now.include('../scripts/announce-change.js'),
});

BusinessRule({
  $id: Now.ID['rule-announce-incident'],
  name: 'SLA bridge: announce incident',
  table: 'incident',
  when: 'after',
  action: ['insert', 'update', 'delete'],
  order: 1000,
  active: false,
  condition: 'new SlaBridgeOutbox().concerns(current)',
  script: Now.include('../scripts/announce-change.js'),
});

BusinessRule({
  $id: Now.ID['rule-announce-problem'],
  name: 'SLA bridge: announce problem',
  table: 'problem',
  when: 'after',
  action: ['insert', 'update', 'delete'],
  order: 1000,
  active: false,
  condition: 'new SlaBridgeOutbox().concerns(current)',
  script: Now.include('../scripts/announce-change.js'),
});

BusinessRule({
  $id: Now.ID['rule-announce-change'],
  name: 'SLA bridge: announce change request',
  table: 'change_request',
  when: 'after',
  action: ['insert', 'update', 'delete'],
  order: 1000,
  active: false,
  condition: 'new SlaBridgeOutbox().concerns(current)',
  script: Now.include('../scripts/announce-change.js'),
});
