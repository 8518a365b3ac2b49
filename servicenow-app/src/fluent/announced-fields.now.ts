import { Property } from '@servicenow/sdk/core';
import { administrator } from './access.now';

// Which fields matter: what config/servicenow.yaml of sla-bridge reads of each table. The rule of the table has to be
// active besides (announcing-rules.now.ts).

const description =
  'An update is announced if one of these fields changed. Empty: the table is not announced.';
const access = { read: [administrator], write: [administrator] };

Property({
  $id: Now.ID['property-fields-case'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.fields.sn_customerservice_case',
  type: 'string',
  value:
    'state,priority,opened_at,first_response_time,cause,resolved_at,closed_at,contact_type,account,assignment_group,assigned_to,short_description,description,contract,product',
  description: description,
  roles: access,
});

Property({
  $id: Now.ID['property-fields-incident'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.fields.incident',
  type: 'string',
  value:
    'state,priority,opened_at,first_response_time,cause,resolved_at,closed_at,contact_type,company,assignment_group,assigned_to,short_description,description,cmdb_ci',
  description: description,
  roles: access,
});

Property({
  $id: Now.ID['property-fields-problem'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.fields.problem',
  type: 'string',
  value:
    'state,priority,opened_at,cause_notes,resolved_at,closed_at,contact_type,company,assignment_group,assigned_to,short_description,description,cmdb_ci',
  description: description,
  roles: access,
});

Property({
  $id: Now.ID['property-fields-change'],
  $meta: { installMethod: 'first install' },
  name: 'x_slab_bridge.fields.change_request',
  type: 'string',
  value:
    'state,priority,opened_at,work_end,closed_at,contact_type,company,assignment_group,assigned_to,short_description,description,cmdb_ci',
  description: description,
  roles: access,
});
