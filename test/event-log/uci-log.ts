import { uciFormat } from '../../src/event-log/event-log-format.ts';

/** What a made-up row says; every other column gets a plausible value. `at` is the update, `opened` the opening. */
export interface UciRow {
  readonly number: string;
  readonly state?: string;
  readonly at?: string;
  readonly opened?: string;
  readonly mod?: number | string;
  readonly priority?: string;
  readonly vendor?: string;
}

/** A log with the columns of the public incident log, holding these rows. */
export function uciLog(rows: readonly UciRow[]): string {
  const columns = Object.entries(uciFormat().columns);
  const lines = rows.map((row) => {
    const values: Record<string, string> = {
      ...fixed,
      number: row.number,
      state: row.state ?? 'New',
      updatedAt: row.at ?? '1/3/2016 10:00',
      openedAt: row.opened ?? '1/3/2016 10:00',
      sysModCount: String(row.mod ?? 0),
      priority: row.priority ?? '3 - Moderate',
      vendor: row.vendor ?? '?',
    };
    return columns.map(([column]) => values[column] ?? '?').join(',');
  });
  return `${[columns.map(([, header]) => header).join(','), ...lines].join('\n')}\n`;
}

const fixed = {
  active: 'true',
  reassignmentCount: '0',
  reopenCount: '0',
  madeSla: 'true',
  contactType: 'Phone',
  location: 'Location 1',
  category: 'Category 1',
  impact: '2 - Medium',
  urgency: '2 - Medium',
  assignmentGroup: 'Group 1',
};
