/** What can be wrong with a log as a whole; a fault of one row is a {@link RowFault} and stops nothing. */
export type EventLogErrorCode =
  | 'event-log-unreadable'
  | 'event-log-empty'
  | 'event-log-archive-invalid'
  | 'event-log-record-too-long'
  | 'event-log-column-missing';

/** A log that cannot be read at all. Match by `code`; the message says what to do. */
export class EventLogError extends Error {
  readonly code: EventLogErrorCode;

  constructor(code: EventLogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EventLogError';
    this.code = code;
  }
}
