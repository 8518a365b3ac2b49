import moment from 'moment-business-time';
import type { Peer, PeerHours } from './peer.ts';

/** It knows no time zone: its dates are those of the process. */
export function momentBusinessTime({ holidays }: PeerHours): Peer {
  const hours = ['09:00:00', '17:30:00'];
  const workinghours = { 0: null, 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: null };
  moment.updateLocale('en', { workinghours, holidays });
  return {
    name: 'moment-business-time',
    setUp: "the process's time zone",
    add: (fromAt, openMs) => moment(fromAt).addWorkingTime(openMs, 'milliseconds').valueOf(),
    between: (fromAt, toAt) => moment(toAt).workingDiff(moment(fromAt), 'milliseconds'),
  };
}
