import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { statesOf } from './task-states.ts';

/** What a rule sees of the write it runs before. */
export interface RuleContext {
  readonly definition: TableDefinition;
  /** Null for an insertion. */
  readonly before: Row | null;
  /** What the writer wants to set. */
  readonly values: Row;
  /** The stamp of the write, as on the wire. */
  readonly stamp: string;
  readonly by: string;
  /** The `sys_id` of the writer; empty for one who is no user. */
  readonly byId: string;
}

/**
 * The instance's "before" rules: what else changes when somebody changes a record. A field that the writer sets is
 * left alone.
 */
export function applyBusinessRules(context: RuleContext): Row {
  const added = {
    ...openedByRule(context),
    ...priorityRule(context),
    ...stateRule(context),
    ...reassignmentRule(context),
    ...incidentStateRule(context),
  };
  const known = Object.entries(added).filter(([field]) => context.definition.fields.has(field));
  return { ...Object.fromEntries(known), ...context.values };
}

function openedByRule({ before, byId }: RuleContext): Row {
  return before === null && byId !== '' ? { opened_by: byId } : {};
}

/** Rows: impact 1–3; columns: urgency 1–3. */
const PRIORITY_MATRIX = [
  ['1', '2', '3'],
  ['2', '3', '4'],
  ['3', '4', '4'],
];

function priorityRule({ before, values }: RuleContext): Row {
  if (values['impact'] === undefined && values['urgency'] === undefined) return {};
  const impact = Number(values['impact'] ?? before?.['impact'] ?? 3);
  const urgency = Number(values['urgency'] ?? before?.['urgency'] ?? 3);
  const priority = PRIORITY_MATRIX[impact - 1]?.[urgency - 1];
  return priority === undefined ? {} : { priority };
}

function stateRule({ definition, before, values, stamp, byId }: RuleContext): Row {
  const states = statesOf(definition.name);
  const state = values['state'];
  if (states === null || state === undefined || state === before?.['state']) return {};
  if (state === states.resolved) return { resolved_at: stamp, resolved_by: byId, active: 'true' };
  if (state === states.closed || state === states.cancelled) return { closed_at: stamp, active: 'false' };
  const wasDone = before !== null && Object.values(states).includes(cell(before, 'state'));
  return wasDone ? { resolved_at: '', resolved_by: '', closed_at: '', active: 'true' } : {};
}

function reassignmentRule({ before, values }: RuleContext): Row {
  const group = values['assignment_group'];
  if (before === null || group === undefined || group === cell(before, 'assignment_group')) return {};
  return { reassignment_count: String(Number(cell(before, 'reassignment_count')) + 1) };
}

function incidentStateRule({ definition, values }: RuleContext): Row {
  const state = values['state'] ?? values['incident_state'];
  return definition.name === 'incident' && state !== undefined ? { state, incident_state: state } : {};
}
