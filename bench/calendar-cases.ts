import { HOUR_MS, MINUTE_MS } from '../src/time/instant.ts';

/** A question whose answer was worked out by hand: Monday to Friday, 09:00 to 17:30 in London, bank holidays closed. */
export interface CalendarCase {
  readonly name: string;
  readonly from: string;
  /** The open time between the two, and what is added to `from` to come to `to`. */
  readonly openMs: number;
  readonly to: string;
  /** False where `to` is only one of the instants that lie so far from `from`. */
  readonly isAdded: boolean;
}

const hours = (amount: number): number => amount * HOUR_MS;

function added(name: string, from: string, openMs: number, to: string): CalendarCase {
  return { name, from, openMs, to, isAdded: true };
}

function apart(name: string, from: string, to: string, openMs: number): CalendarCase {
  return { name, from, openMs, to, isAdded: false };
}

/** Questions in whole minutes, which every peer understands. */
export const minuteCases: readonly CalendarCase[] = [
  added('inside one day', '2025-06-10T10:00+01:00', hours(2), '2025-06-10T12:00+01:00'),
  added('up to closing time', '2025-06-10T09:30+01:00', hours(8), '2025-06-10T17:30+01:00'),
  added('a whole day', '2025-06-10T09:00+01:00', hours(8.5), '2025-06-10T17:30+01:00'),
  added('over a night', '2025-06-10T16:00+01:00', hours(2), '2025-06-11T09:30+01:00'),
  added('from before opening', '2025-06-10T07:00+01:00', hours(1), '2025-06-10T10:00+01:00'),
  added('from after closing', '2025-06-10T18:00+01:00', hours(1), '2025-06-11T10:00+01:00'),
  added('from closing time', '2025-06-10T17:30+01:00', hours(1), '2025-06-11T10:00+01:00'),
  added('from midnight', '2025-06-10T00:00+01:00', hours(1), '2025-06-10T10:00+01:00'),
  added('over a weekend', '2025-06-13T17:00+01:00', hours(1), '2025-06-16T09:30+01:00'),
  added('from a Saturday', '2025-06-14T12:00+01:00', hours(8), '2025-06-16T17:00+01:00'),
  added('from a Sunday night', '2025-06-15T23:59+01:00', hours(8), '2025-06-16T17:00+01:00'),
  added('over the change to summer time', '2025-03-28T17:00Z', hours(1), '2025-03-31T09:30+01:00'),
  added('from the hour that is skipped', '2025-03-30T01:00Z', hours(8), '2025-03-31T17:00+01:00'),
  added('over the change to winter time', '2025-10-24T17:00+01:00', hours(1), '2025-10-27T09:30Z'),
  added('from the hour that comes twice', '2025-10-26T00:30Z', hours(8), '2025-10-27T17:00Z'),
  added('over Easter', '2025-04-17T17:00+01:00', hours(1), '2025-04-22T09:30+01:00'),
  added('from a bank holiday', '2025-05-26T10:00+01:00', hours(1), '2025-05-27T10:00+01:00'),
  added('over Christmas', '2025-12-24T17:00Z', hours(1), '2025-12-29T09:30Z'),
  added('over New Year', '2025-12-31T17:00Z', hours(1), '2026-01-02T09:30Z'),
  added('over a substitute day', '2026-12-24T17:00Z', hours(1), '2026-12-29T09:30Z'),
  added('48 hours', '2025-06-09T09:00+01:00', hours(48), '2025-06-16T14:30+01:00'),
  added('48 hours over summer time', '2025-03-24T09:00Z', hours(48), '2025-03-31T14:30+01:00'),
  added('48 hours over Easter', '2025-04-14T09:00+01:00', hours(48), '2025-04-23T14:30+01:00'),
  added('42 days', '2025-06-02T09:00+01:00', hours(357), '2025-07-29T17:30+01:00'),
  added('42 days over winter time', '2025-10-01T09:00+01:00', hours(357), '2025-11-27T17:30Z'),
  added('a minute', '2025-06-10T17:29+01:00', MINUTE_MS, '2025-06-10T17:30+01:00'),
  apart('a night', '2025-06-10T17:30+01:00', '2025-06-11T09:00+01:00', 0),
  apart('a weekend', '2025-06-14T10:00+01:00', '2025-06-15T16:00+01:00', 0),
  apart('an evening', '2025-06-10T18:00+01:00', '2025-06-10T23:00+01:00', 0),
  apart('a bank holiday', '2025-05-26T09:00+01:00', '2025-05-26T17:30+01:00', 0),
  apart('from night to night', '2025-06-10T03:00+01:00', '2025-06-11T22:00+01:00', hours(17)),
  apart('from Saturday to Saturday', '2025-06-14T12:00+01:00', '2025-06-21T12:00+01:00', hours(42.5)),
  apart('the week of summer time', '2025-03-29T00:00Z', '2025-04-05T00:00+01:00', hours(42.5)),
  apart('Christmas week', '2025-12-22T00:00Z', '2025-12-29T00:00Z', hours(25.5)),
];

/** Questions to the millisecond. */
export const finerCases: readonly CalendarCase[] = [
  added('seconds inside a day', '2025-06-10T10:00:30+01:00', hours(2), '2025-06-10T12:00:30+01:00'),
  added('seconds over a night', '2025-06-10T16:45:30+01:00', hours(1), '2025-06-11T09:15:30+01:00'),
  added('milliseconds over a night', '2025-06-10T17:29:59.250+01:00', 1000, '2025-06-11T09:00:00.250+01:00'),
  added('the last millisecond', '2025-06-10T17:29:59.999+01:00', 1, '2025-06-10T17:30+01:00'),
  added('48 hours and seconds', '2025-06-09T10:00:30+01:00', hours(48), '2025-06-16T15:30:30+01:00'),
  apart('an hour and a half second', '2025-06-10T16:30+01:00', '2025-06-11T09:00:00.500+01:00', 3_600_500),
  apart('seconds over a weekend', '2025-06-13T17:29:45+01:00', '2025-06-16T09:00:15+01:00', 30_000),
];
