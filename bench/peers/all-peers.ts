import { dayjsBusinessTime } from './dayjs-business-time.ts';
import { luxonLoop } from './luxon-loop.ts';
import { momentBusinessTime } from './moment-business-time.ts';
import { openingHours } from './opening-hours.ts';
import type { Peer, PeerHours } from './peer.ts';
import { temporalLoop } from './temporal-loop.ts';
import { workingTimeCalculator } from './working-time-calculator.ts';

/** Everybody who is asked, set up with the same hours and holidays. */
export function allPeers(hours: PeerHours): Peer[] {
  return [
    luxonLoop,
    temporalLoop,
    dayjsBusinessTime,
    momentBusinessTime,
    openingHours,
    workingTimeCalculator,
  ].map((setUp) => setUp(hours));
}
