import { describe, expect, it } from 'vitest';
import { readDetails, readLabels } from '../../src/tickets/read-details.ts';
import { observation } from '../support/observations.ts';

describe('a label counts', () => {
  it.each([
    ['behind a colon', 'Fault description: no dial tone', 'fault description'],
    ['behind a question mark', 'Has it ever worked? yes', 'has it ever worked'],
    ['behind both', 'Has it ever worked?: yes', 'has it ever worked'],
    ['behind a dash', 'Call logs – attached', 'call logs'],
    ['in the next cell of a table', 'Product / CPE details\tPoly VVX 450', 'product / cpe details'],
    ['in a numbered list', '1. Phone model: Poly VVX 450', 'phone model'],
    ['in a list with bullets', '  * MAC address : 64:16:7f:0a:11:22', 'mac address'],
    ['in an answer by mail', '> Fault: no dial tone', 'fault'],
    ['on the next line', 'Fault description:\n\n  no dial tone', 'fault description'],
    ['with lines of Windows', 'Fault:\r\nno dial tone\r\n', 'fault'],
    ['in another alphabet', 'Störung: kein Wählton', 'störung'],
    ['with blanks inside', 'Fault   description: no dial tone', 'fault description'],
  ])('when something is said %s', (_where, description, label) => {
    expect(readLabels(description)).toEqual([label]);
  });

  it.each([
    ['nothing', 'Fault description:'],
    ['blanks', 'Fault description:   '],
    ['a stroke', 'Fault description: -'],
    ["the template's own placeholder", 'Customer name: <Customer Name>'],
    ["the template's own date", 'Experienced: DD/MM/YYYY, HH:MM'],
  ])('not when it says %s', (_what, description) => {
    expect(readLabels(description)).toEqual([]);
  });

  it('not when only the next label follows', () => {
    expect(readLabels('Fault:\nProduct: Poly VVX 450')).toEqual(['product']);
  });

  it('once, however often it stands there', () => {
    expect(readLabels('Fault: one\nFault: two')).toEqual(['fault']);
  });
});

it('plain sentences have no labels', () => {
  expect(readLabels('It does not work. Please call me back.\nUrgent!')).toEqual([]);
});

it('of a record the fields, the labels and the words that rows depend on are kept, and not the description', () => {
  const seen = observation(0, {
    shortDescription: 'No sound in WebEx',
    description: 'Fault: no sound\nSecret things about our shop.',
    details: { product: 'Webex Calling', account: null },
  });

  expect(readDetails(seen, ['webex', 'teams'])).toEqual({
    fields: { product: 'Webex Calling', account: null },
    labels: ['fault'],
    mentions: ['webex'],
  });
});

it('a word may be mentioned in the text, in a field that is looked at, or by the service line', () => {
  const mentions = (given: Parameters<typeof observation>[1]) =>
    readDetails(observation(0, given), ['webex']).mentions;

  expect(mentions({ description: 'Webex is silent' })).toEqual(['webex']);
  expect(mentions({ details: { 'product.name': 'Webex Calling' } })).toEqual(['webex']);
  expect(mentions({ serviceLine: 'Webex' })).toEqual(['webex']);
  expect(mentions({})).toEqual([]);
});

it('a long and hostile description does not hold anybody up', () => {
  const description = `${'-'.repeat(5000)}a${' '.repeat(50_000)}:\n`.repeat(50);

  expect(readLabels(description)).toEqual([]);
});
