import { createHash } from 'node:crypto';
import type { Row } from '../database/row.ts';

/** What the replay needs to know of one row of an event log: a ticket's state of things after one update. */
export interface LogRow {
  readonly number: string;
  readonly state: string;
  readonly active: string;
  readonly priority: string;
  readonly impact: string;
  readonly urgency: string;
  readonly contactType: string;
  readonly category: string;
  readonly subcategory: string;
  readonly assignmentGroup: string;
  readonly assignedTo: string;
  readonly caller: string;
  readonly createdBy: string;
  readonly updatedBy: string;
  readonly reassignmentCount: string;
  readonly reopenCount: string;
  readonly closedCode: string;
  /** UTC epoch milliseconds. */
  readonly openedAt: number | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly sysModCount: number | null;
}

/** One update, ready to be written to the instance. */
export interface LogEvent {
  readonly at: number;
  readonly openedAt: number;
  readonly number: string;
  readonly sysId: string;
  readonly by: string;
  readonly createdBy: string;
  /** Field values that do not depend on when the replay runs; references still by name. */
  readonly values: Row;
  readonly group: string;
  readonly assignee: string;
  readonly caller: string;
}

const STATES: Readonly<Record<string, string>> = {
  New: '1',
  Active: '2',
  'In Progress': '2',
  Resolved: '6',
  Closed: '7',
  Canceled: '8',
};

/** Reads the whole log and puts its updates in order of time; those of one minute keep the order of the file. */
export async function readLogEvents(rows: AsyncIterable<LogRow> | Iterable<LogRow>): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for await (const row of rows) {
    if (row.updatedAt !== null && row.number !== '') events.push(toEvent(row, row.updatedAt));
  }
  return events.sort((left, right) => left.at - right.at);
}

function toEvent(row: LogRow, at: number): LogEvent {
  const state = stateOf(row.state);
  return {
    at,
    openedAt: Math.min(row.openedAt ?? at, row.createdAt ?? at, at),
    number: row.number,
    sysId: sysIdOf(row.number),
    by: row.updatedBy,
    createdBy: row.createdBy,
    group: row.assignmentGroup,
    assignee: row.assignedTo,
    caller: row.caller,
    values: {
      state,
      incident_state: state,
      active: row.active,
      priority: leadingDigit(row.priority),
      impact: leadingDigit(row.impact),
      urgency: leadingDigit(row.urgency),
      contact_type: row.contactType.toLowerCase(),
      category: row.category,
      subcategory: row.subcategory,
      reassignment_count: row.reassignmentCount,
      reopen_count: row.reopenCount,
      hold_reason: row.state === 'Awaiting User Info' ? '1' : '',
      // Known to the log from the start; the instance learns of it when the ticket is closed.
      close_code: state === '7' ? row.closedCode : '',
      ...(row.sysModCount === null ? {} : { sys_mod_count: String(row.sysModCount) }),
    },
  };
}

/** An unknown state stays what it is: the instance would show it too. */
function stateOf(text: string): string {
  return text.startsWith('Awaiting') ? '3' : (STATES[text] ?? text);
}

/** `3 - Moderate` is 3. */
function leadingDigit(label: string): string {
  return /^\d/.exec(label)?.[0] ?? label;
}

/** The same name always gives the same `sys_id`. */
export function sysIdOf(name: string): string {
  return createHash('md5').update(name).digest('hex');
}
