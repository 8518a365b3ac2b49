/** The opening hours that every peer is set up with. */
export interface PeerHours {
  /** Holidays as `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

/** Another way of answering the two calendar questions; amounts and instants in milliseconds. */
export interface Peer {
  readonly name: string;
  /** How it was set up, where that is not plain: time zone, units. */
  readonly setUp: string;
  /** The instant by which `openMs` were open, counted from `fromAt`; null where the peer does not answer that. */
  readonly add: ((fromAt: number, openMs: number) => number) | null;
  /** The open milliseconds from `fromAt` up to `toAt`. */
  readonly between: (fromAt: number, toAt: number) => number;
}

export const MINUTE_MS = 60_000;
/** Every peer: Monday to Friday, these hours of London's wall clock. */
export const OPEN = { hour: 9, minute: 0 };
export const CLOSE = { hour: 17, minute: 30 };
export const ZONE = 'Europe/London';
