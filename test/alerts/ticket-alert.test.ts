import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALERT_LIFETIME_MS, outgrownAlerts, ticketAlert } from '../../src/alerts/ticket-alert.ts';
import { escalationLevels } from '../../src/vocabulary.ts';
import { at } from '../support/observations.ts';
import { breached, context } from './breached.ts';

const now = at('2024-03-04 12:30');

it('an alert names the ticket, says what was missed and by how much, and whom to call', () => {
  expect(ticketAlert(breached(), context, now)).toEqual({
    labels: {
      alertname: 'TicketSlaBreached',
      severity: 'critical',
      ticket: 'CS0001001',
      table: 'sn_customerservice_case',
      clock: 'fix',
      priority: 'high',
      level: '2',
      account: 'Boxeo',
    },
    annotations: {
      summary: 'CS0001001: the fix target of this high ticket was missed.',
      description: 'No dial tone',
      due: '2024-03-04T10:00:00.000Z',
      overrun: '2 h 30 min since the breach',
      contact: 'Person of level 2, telephone 1234',
      record_url: 'https://example.service-now.com/sn_customerservice_case/0123456789abcdef0123456789abcdef',
      console_url: 'https://bridge.example/console/tickets/CS0001001',
      runbook_url: 'https://example.org/TicketSlaBreached.md',
    },
    startsAt: '2024-03-04T10:00:00.000Z',
    endsAt: '2024-03-04T12:35:00.000Z',
    generatorURL: 'https://bridge.example/console/tickets/CS0001001',
  });
});

it('an alert without an account has no such label, and one before the first step calls level 1', () => {
  const { ticket } = breached();
  const alert = ticketAlert(breached({ level: 0, ticket: { ...ticket, account: null } }), context, now);

  expect(alert.labels).not.toHaveProperty('account');
  expect(alert.labels['level']).toBe('0');
  expect(alert.annotations['contact']).toBe('Person of level 1, telephone 1234');
});

it('where the contact cannot be reached directly the alert names the desk', () => {
  const { annotations } = ticketAlert(breached({ level: 4 }), context, now);

  expect(annotations['contact']).toBe('Service Desk, telephone 1234, who will contact the Person of level 4');
});

it('less urgent priorities are warnings', () => {
  const severityOf = (priority: 'critical' | 'high' | 'normal' | 'low') =>
    ticketAlert(breached({ priority }), context, now).labels['severity'];

  expect([severityOf('critical'), severityOf('high'), severityOf('normal'), severityOf('low')]).toEqual([
    'critical',
    'critical',
    'warning',
    'warning',
  ]);
});

it('an alert that has ended says when, and how long it was overdue', () => {
  const alert = ticketAlert(breached({ endedAt: at('2024-03-04 11:00') }), context, now);

  expect(alert.endsAt).toBe('2024-03-04T11:00:00.000Z');
  expect(alert.annotations['overrun']).toBe('1 h since the breach');
});

it('the alerts of lower levels end when the ticket has reached the next', () => {
  const outgrown = outgrownAlerts(breached({ level: 3 }), context, now);

  expect(outgrown.map(({ labels }) => labels['level'])).toEqual(['0', '1', '2']);
  expect(new Set(outgrown.map(({ endsAt }) => endsAt))).toEqual(new Set(['2024-03-04T12:30:00.000Z']));
});

it('no alert ends before it starts, and only a standing one reaches into the future, whatever the clocks say', () => {
  const instant = fc.integer({ min: now - 1e9, max: now + 1e9 });
  const clock = fc.record({
    breachedAt: instant,
    endedAt: fc.option(instant),
    level: fc.constantFrom(0 as const, ...escalationLevels),
  });
  fc.assert(
    fc.property(clock, (given) => {
      const alert = ticketAlert(breached(given), context, now);
      const [startsAt, endsAt] = [Date.parse(alert.startsAt), Date.parse(alert.endsAt)];
      expect(startsAt).toBeLessThanOrEqual(now);
      expect(endsAt).toBeGreaterThanOrEqual(startsAt);
      if (given.endedAt === null) expect(endsAt).toBe(now + ALERT_LIFETIME_MS);
      else expect(endsAt).toBeLessThanOrEqual(now);
    }),
  );
});
