import { describe, expect, test } from 'vitest';
import { contactFor, describeContact, levelOf, routeAt } from '../../src/escalations/route.ts';
import { shippedPolicy, t } from '../support/story.ts';

const { ladder } = shippedPolicy;

describe('whom to call for a level', () => {
  test.each([
    [1, 'Service Desk', 'support@exponential-e.com, 0800 1303 365'],
    [2, 'Service Desk Manager', 'support@exponential-e.com, 0800 1303 365'],
    [3, 'Senior Support Leader', 'Network & Voice, Manish.Tankaria@exponential-e.com, 020 7096 4051'],
    [4, 'Director of Engineering', 'Chris.Christou@exponential-e.com, 0207 096 4112'],
  ] as const)('%i during the hours of named contacts: %s', (level, position, details) => {
    expect(contactFor(ladder, level, t('10:00'))).toEqual({ level, position, details, route: 'direct' });
  });

  test('outside those hours is the service desk, who will contact that level', () => {
    expect(contactFor(ladder, 4, t('20:00'))).toEqual({
      level: 4,
      position: 'Director of Engineering',
      details: 'support@exponential-e.com, 0800 1303 365',
      route: 'service-desk',
    });
  });
});

test.each([
  [2, '10:00', 'Service Desk Manager, support@exponential-e.com, 0800 1303 365'],
  [
    3,
    '20:00',
    'Service Desk, support@exponential-e.com, 0800 1303 365, who will contact the Senior Support Leader',
  ],
  [1, '20:00', 'Service Desk, support@exponential-e.com, 0800 1303 365'],
] as const)('the contact of level %i at %s reads "%s"', (level, time, words) => {
  expect(describeContact(contactFor(ladder, level, t(time)))).toBe(words);
});

test('the route is direct from 09:30 to before 17:30', () => {
  const times = ['09:29:59.999', '09:30:00.000', '17:29:59.999', '17:30:00.000'];
  expect(times.map((time) => routeAt(ladder, t(time)))).toEqual([
    'service-desk',
    'direct',
    'direct',
    'service-desk',
  ]);
});

test('the least times between escalations are 4, 4, 16 and 24 hours', () => {
  const hours = ([1, 2, 3, 4] as const).map((level) => levelOf(ladder, level).minimumMs / 3_600_000);
  expect(hours).toEqual([4, 4, 16, 24]);
});
