import { DateTime } from 'luxon';
import WorkingTimeCalculator from 'working-time-calculator';
import { type Peer, type PeerHours, ZONE } from './peer.ts';

/** It counts working time and does not add it. */
export function workingTimeCalculator({ holidays }: PeerHours): Peer {
  const calculator = new WorkingTimeCalculator();
  calculator.addWorkingHours(WorkingTimeCalculator.WEEKDAYS, '09:00', '17:30', ZONE);
  for (const holiday of holidays) {
    const day = DateTime.fromISO(holiday, { zone: ZONE });
    calculator.excludeBetween(day.toISO()!, day.plus({ days: 1 }).toISO()!);
  }
  return {
    name: 'working-time-calculator',
    setUp: 'time zone of the hours as an argument; counts only',
    add: null,
    between: (fromAt, toAt) => calculator.calcMillisecondsBetween(new Date(fromAt), new Date(toAt)),
  };
}
