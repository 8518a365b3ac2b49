import {
  Acl,
  BusinessRule,
  DateTimeColumn,
  IntegerColumn,
  ScheduledScript,
  StringColumn,
  Table,
} from '@servicenow/sdk/core';
import { administrator } from './access.now';

export const x_slab_bridge_outbox = Table({
  name: 'x_slab_bridge_outbox',
  label: 'SLA bridge notification',
  display: 'source_id',
  accessibleFrom: 'package_private',
  allowWebServiceAccess: false,
  createAccessControls: false,
  audit: false,
  textIndex: false,
  schema: {
    source_table: StringColumn({ label: 'Table', maxLength: 80, mandatory: true }),
    source_id: StringColumn({ label: 'Record', maxLength: 32, mandatory: true }),
    operation: StringColumn({ label: 'Operation', maxLength: 10, mandatory: true }),
    source_mod_count: IntegerColumn({ label: 'Updates of the record' }),
    source_updated_on: StringColumn({ label: 'Record updated (UTC)', maxLength: 20 }),
    state: StringColumn({
      label: 'State',
      maxLength: 10,
      default: 'pending',
      mandatory: true,
      dropdown: 'dropdown_without_none',
      choices: { pending: 'Pending', delivered: 'Delivered', dead: 'Given up' },
    }),
    attempts: IntegerColumn({ label: 'Attempts', default: 0 }),
    next_attempt_at: DateTimeColumn({ label: 'Next attempt' }),
    last_outcome: StringColumn({ label: 'Last outcome', maxLength: 20 }),
    last_status: IntegerColumn({ label: 'Last HTTP status' }),
    last_error: StringColumn({ label: 'Last error', maxLength: 255 }),
    delivered_at: DateTimeColumn({ label: 'Delivered' }),
  },
  index: [
    { name: 'due', unique: false, element: ['state', 'next_attempt_at'] },
    { name: 'outcome', unique: false, element: ['state', 'last_outcome'] },
  ],
});

Acl({
  $id: Now.ID['acl-outbox-read'],
  type: 'record',
  table: 'x_slab_bridge_outbox',
  operation: 'read',
  roles: [administrator],
});

// To try a notification again, its state is set back to pending.
Acl({
  $id: Now.ID['acl-outbox-write'],
  type: 'record',
  table: 'x_slab_bridge_outbox',
  operation: 'write',
  roles: [administrator],
});

Acl({
  $id: Now.ID['acl-outbox-delete'],
  type: 'record',
  table: 'x_slab_bridge_outbox',
  operation: 'delete',
  roles: [administrator],
});

BusinessRule({
  $id: Now.ID['rule-send-at-once'],
  name: 'SLA bridge: send at once',
  table: 'x_slab_bridge_outbox',
  when: 'async',
  action: ['insert'],
  order: 100,
  script: Now.include('../scripts/send-at-once.js'),
});

ScheduledScript({
  $id: Now.ID['job-drain-outbox'],
  name: 'SLA bridge: drain the outbox',
  frequency: 'periodically',
  executionInterval: { hours: 0, minutes: 1, seconds: 0 },
  executionStart: '2026-01-01 00:00:00',
  timeZone: 'UTC',
  script: Now.include('../scripts/drain-outbox.js'),
});

ScheduledScript({
  $id: Now.ID['job-tidy-outbox'],
  name: 'SLA bridge: tidy the outbox',
  frequency: 'periodically',
  executionInterval: { hours: 1, minutes: 0, seconds: 0 },
  executionStart: '2026-01-01 00:30:00',
  timeZone: 'UTC',
  script: Now.include('../scripts/tidy-outbox.js'),
});
