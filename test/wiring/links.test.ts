import { expect, it } from 'vitest';
import { ticketPage, ticketPageElsewhere } from '../../src/wiring/links.ts';

const ticket = { number: 'CS 1/2', table: 'incident' };

it("a ticket's page is found whatever its number holds", () => {
  expect(ticketPage('https://sla.example.org', ticket)).toBe(
    'https://sla.example.org/console/tickets/CS%201%2F2?table=incident',
  );
});

it.each([
  'http://127.0.0.1:3000',
  'http://localhost:3000',
  'http://[::1]:3000',
])('people elsewhere are not led to %s, which is their own machine', (address) => {
  expect(ticketPageElsewhere(address)(ticket)).toBeNull();
});

it('people elsewhere are led to an address that means the same everywhere', () => {
  expect(ticketPageElsewhere('https://sla.example.org')(ticket)).toBe(
    ticketPage('https://sla.example.org', ticket),
  );
});
