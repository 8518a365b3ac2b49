/** Columns whose value is kept as the text that the log shows; a missing value is the empty text. */
export const textColumns = [
  'number',
  'state',
  'active',
  'reassignmentCount',
  'reopenCount',
  'madeSla',
  'caller',
  'openedBy',
  'createdBy',
  'updatedBy',
  'contactType',
  'location',
  'category',
  'subcategory',
  'symptom',
  'configurationItem',
  'impact',
  'urgency',
  'priority',
  'assignmentGroup',
  'assignedTo',
  'problem',
  'change',
  'vendor',
  'causedBy',
  'closedCode',
  'resolvedBy',
  'tier',
  'covered',
  'serviceLine',
] as const;
export type TextColumn = (typeof textColumns)[number];

/** Columns that hold a point in time. */
export const instantColumns = [
  'openedAt',
  'createdAt',
  'updatedAt',
  'respondedAt',
  'diagnosedAt',
  'resolvedAt',
  'closedAt',
] as const;
export type InstantColumn = (typeof instantColumns)[number];

/** Every column that a log may have, by our name for it. */
export const eventLogColumns = [...textColumns, ...instantColumns, 'sysModCount'] as const;
export type EventLogColumn = (typeof eventLogColumns)[number];

/** How one kind of event log is written down. */
export interface EventLogFormat {
  /** The header that the log gives to each column it has. */
  readonly columns: Readonly<Partial<Record<EventLogColumn, string>>>;
  /** `iso` (with `Z` or an offset), or a pattern of YYYY, MM, M, DD, D, HH, H, mm and ss. */
  readonly times: string;
  /** The IANA zone in which times that carry none are read. */
  readonly zone: string;
  /** Values that mean "not known". */
  readonly missing: readonly string[];
  readonly delimiter: string;
}

/**
 * The columns of the UCI "Incident management process enriched event log", which stems from the audit of a real
 * ServiceNow instance. Its times name no zone; `zone` says in which one they are read.
 *
 * `resolvedAt`, `closedAt`, `resolvedBy` and `closedCode` hold each ticket's final value on every one of its rows,
 * so a row's resolution is told by its state alone. `madeSla` is only settled on closing.
 */
export function uciFormat(zone = 'UTC'): EventLogFormat {
  return { columns: uciColumns, times: 'D/M/YYYY HH:mm', zone, missing: ['?', ''], delimiter: ',' };
}

const uciColumns = {
  number: 'number',
  state: 'incident_state',
  active: 'active',
  reassignmentCount: 'reassignment_count',
  reopenCount: 'reopen_count',
  sysModCount: 'sys_mod_count',
  madeSla: 'made_sla',
  caller: 'caller_id',
  openedBy: 'opened_by',
  openedAt: 'opened_at',
  createdBy: 'sys_created_by',
  createdAt: 'sys_created_at',
  updatedBy: 'sys_updated_by',
  updatedAt: 'sys_updated_at',
  contactType: 'contact_type',
  location: 'location',
  category: 'category',
  subcategory: 'subcategory',
  symptom: 'u_symptom',
  configurationItem: 'cmdb_ci',
  impact: 'impact',
  urgency: 'urgency',
  priority: 'priority',
  assignmentGroup: 'assignment_group',
  assignedTo: 'assigned_to',
  problem: 'problem_id',
  change: 'rfc',
  vendor: 'vendor',
  causedBy: 'caused_by',
  closedCode: 'closed_code',
  resolvedBy: 'resolved_by',
  resolvedAt: 'resolved_at',
  closedAt: 'closed_at',
} as const;
