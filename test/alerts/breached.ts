import type { BreachedClock } from '../../src/alerts/breached-clock.ts';
import type { AlertContext } from '../../src/alerts/ticket-alert.ts';
import { at } from '../support/observations.ts';

/** A fix clock of a high ticket that has been overdue since 10:00, unless told otherwise. */
export function breached(given: Partial<BreachedClock> = {}): BreachedClock {
  return {
    ticket: {
      id: 7,
      table: 'sn_customerservice_case',
      sysId: '0123456789abcdef0123456789abcdef',
      number: 'CS0001001',
      account: 'Boxeo',
      serviceLine: null,
      shortDescription: 'No dial tone',
    },
    kind: 'fix',
    priority: 'high',
    dueAt: at('2024-03-04 10:00'),
    breachedAt: at('2024-03-04 10:00'),
    endedAt: null,
    level: 2,
    ...given,
  };
}

export const context: AlertContext = {
  recordUrl: ({ table, sysId }) => `https://example.service-now.com/${table}/${sysId}`,
  consoleUrl: ({ number }) => `https://bridge.example/console/tickets/${number}`,
  contactFor: (_ticket, level) => ({
    level,
    position: `Person of level ${level}`,
    details: 'telephone 1234',
    route: level > 2 ? 'service-desk' : 'direct',
  }),
  runbookUrl: 'https://example.org/TicketSlaBreached.md',
};
