import type { Section } from '../policy/describe-policy.ts';
import type { ServiceNowMapping, TableMapping } from '../servicenow/mapping.ts';

/** Says in plain words how ServiceNow's records are understood. */
export function describeMapping(mapping: ServiceNowMapping): Section[] {
  const tables = Object.entries(mapping.tables).map(([table, entry]) => ({
    heading: `ServiceNow table ${table}`,
    sentences: entry.enabled ? describeTable(entry) : ['Not synchronised (enabled: false).'],
  }));
  return [
    ...tables,
    { heading: 'ServiceNow: comparison with its own SLA engine', sentences: [describeDrift(mapping)] },
    { heading: 'ServiceNow: support levels and write-back', sentences: describeRest(mapping) },
  ];
}

function describeTable(table: TableMapping): string[] {
  const { fields } = table;
  const responded = fields.respondedAt === null ? '' : ` or, where it is filled, ${fields.respondedAt}`;
  return [
    table.query === null
      ? 'Every record is mirrored.'
      : 'Only the records of the configured query are mirrored.',
    `State (${fields.state}): ${choices(table.states)}.`,
    `Priority (${fields.priority}): ${choices(table.priorities)}.`,
    fields.channel === null
      ? 'Channel: not known.'
      : `Channel (${fields.channel}): ${choices(table.channels)}.`,
    `Opened at ${fields.openedAt}; responded at the first version that is not new${responded}.`,
    fields.diagnosed === null
      ? 'Diagnosed: no field says so.'
      : `Diagnosed when ${fields.diagnosed} is filled.`,
    describeServiceLines(table),
    describeCoverage(table),
  ];
}

function describeServiceLines(table: TableMapping): string {
  if (table.fields.serviceLine === null)
    return 'Service line: not known; the last policy is for every ticket.';
  const named = Object.entries(table.serviceLines).map(([value, line]) => `${value} is ${line}`);
  const rest = named.length === 0 ? 'as it stands' : `${named.join(', ')}; any other as it stands`;
  return `Service line (${table.fields.serviceLine}): ${rest}.`;
}

function describeCoverage(table: TableMapping): string {
  if (table.coverage.length === 0) return 'Every ticket is covered.';
  const rules = table.coverage.map(({ field, cancelledWhen }) => `${field} is ${cancelledWhen.join(' or ')}`);
  return `Not covered while ${rules.join(', or ')}.`;
}

function describeRest(mapping: ServiceNowMapping): string[] {
  const tiers = Object.entries(mapping.tiers).map(([group, tier]) => `${group} is level ${tier}`);
  const groups = Object.entries(mapping.writeBack.handoverGroups).map(
    ([tier, id]) => `level ${tier} to ${id}`,
  );
  const extra = Object.entries(mapping.writeBack.fields).map(([field, fact]) => `${field} with the ${fact}`);
  return [
    `Assignment groups: ${[...tiers, 'any other is level 1'].join(', ')}.`,
    groups.length === 0
      ? 'A hand-over is asked for; no assignment group is written.'
      : `A hand-over writes the assignment group: ${groups.join(', ')}.`,
    extra.length === 0 ? 'No further fields are written.' : `An escalation also fills ${extra.join(', ')}.`,
  ];
}

function describeDrift({ drift }: ServiceNowMapping): string {
  const measured = Object.entries(drift.definitions).map(([name, kind]) => `${name} is ${kind}`);
  if (measured.length === 0) return "Clocks are not compared with ServiceNow's own.";
  return `Every ${drift.everyMinutes} minutes clocks are compared with ServiceNow's own: ${measured.join(', ')}.`;
}

function choices(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([value, word]) => `${value} is ${word}`)
    .join(', ');
}
