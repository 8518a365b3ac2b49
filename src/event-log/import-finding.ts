/** Why something in a log was not used as it stands, and what was done instead. */
export const findingReasons = {
  'row-field-count': 'row left out: another number of fields than the header',
  'row-without-number': 'row left out: it names no ticket',
  'row-without-time': 'row left out: it has no readable time of its update',
  'state-unknown': 'state left out: no known value, the last known one holds',
  'priority-unknown': 'priority left out: no known value, the last known one holds',
  'tier-unknown': 'tier left out: no known value, the last known one holds',
  'covered-unknown': 'coverage left out: neither true nor false, the last known one holds',
  'time-unreadable': 'time left out: not written as the format says',
  'count-unreadable': 'update count left out: no whole number',
  'before-opening': 'row dated before the opening of its ticket: taken as of the opening',
  'opening-differs': 'ticket with several openings: the earliest counts',
  'against-update-count': 'row kept in order of time, although its update count says otherwise',
  'priority-known-late':
    'ticket opened without a known priority: its first known one is taken to have held before',
  'ticket-without-priority': 'ticket left out: no row has a known priority',
} as const;
export type FindingReason = keyof typeof findingReasons;

/** Something in a log that was not used as it stands. */
export interface ImportFinding {
  /** The line of the log; for a finding about a whole ticket that of its first row. */
  readonly line: number;
  readonly number: string;
  readonly reason: FindingReason;
  readonly field: string;
  readonly value: string;
}

export type ReportFinding = (finding: ImportFinding) => void;
