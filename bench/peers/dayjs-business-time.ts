import dayjs from 'dayjs';
import businessTime from 'dayjs-business-time';
import { MINUTE_MS, type Peer, type PeerHours } from './peer.ts';

/** It counts whole minutes and knows no time zone: its dates are those of the process. */
export function dayjsBusinessTime({ holidays }: PeerHours): Peer {
  dayjs.extend(businessTime);
  const segments = [{ start: '09:00:00', end: '17:30:00' }];
  dayjs.setBusinessTime({
    sunday: null,
    monday: segments,
    tuesday: segments,
    wednesday: segments,
    thursday: segments,
    friday: segments,
    saturday: null,
  } as never);
  dayjs.setHolidays([...holidays]);
  return {
    name: 'dayjs-business-time',
    setUp: "the process's time zone; whole minutes",
    add: (fromAt, openMs) =>
      dayjs(fromAt)
        .addBusinessMinutes(openMs / MINUTE_MS)
        .valueOf(),
    between: (fromAt, toAt) => dayjs(fromAt).businessMinutesDiff(dayjs(toAt)) * MINUTE_MS,
  };
}
