import { DateTimeColumn, Form, IntegerColumn, Record, StringColumn, Table } from '@servicenow/sdk/core';

// Optional: sla-bridge fills these only if writeBack.fields of its servicenow.yaml names them. They have a view of
// their own, so that nobody's form changes.

export const sn_customerservice_case = Table({
  augments: 'sn_customerservice_case',
  schema: {
    x_slab_bridge_level: IntegerColumn({ label: 'Escalation level' }),
    x_slab_bridge_position: StringColumn({ label: 'Escalated to', maxLength: 80 }),
    x_slab_bridge_clock: StringColumn({ label: 'Overdue clock', maxLength: 20 }),
    x_slab_bridge_breached_at: DateTimeColumn({ label: 'Overdue since' }),
    x_slab_bridge_next_at: DateTimeColumn({ label: 'Next escalation' }),
  },
});

const view = Record({
  $id: Now.ID['view-sla-bridge'],
  table: 'sys_ui_view',
  data: { name: 'x_slab_bridge', title: 'SLA bridge' },
});

Form({
  table: 'sn_customerservice_case',
  view: view,
  sections: [
    {
      caption: 'Case',
      content: [
        {
          layout: 'two-column',
          leftElements: [
            { field: 'number', type: 'table_field' },
            { field: 'priority', type: 'table_field' },
            { field: 'x_slab_bridge_level', type: 'table_field' },
            { field: 'x_slab_bridge_position', type: 'table_field' },
          ],
          rightElements: [
            { field: 'state', type: 'table_field' },
            { field: 'x_slab_bridge_clock', type: 'table_field' },
            { field: 'x_slab_bridge_breached_at', type: 'table_field' },
            { field: 'x_slab_bridge_next_at', type: 'table_field' },
          ],
        },
        { layout: 'one-column', elements: [{ field: 'short_description', type: 'table_field' }] },
      ],
    },
  ],
});
