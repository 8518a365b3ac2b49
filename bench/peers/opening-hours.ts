import OpeningHours from 'opening_hours';
import type { Peer, PeerHours } from './peer.ts';

/** The language of OpenStreetMap. Holidays are its own of England; dates are those of the process. */
export function openingHours(_hours: PeerHours): Peer {
  const england = { lat: 51.5, lon: -0.1, address: { country_code: 'gb', state: 'England' } };
  const hours = new OpeningHours('Mo-Fr 09:00-17:30; PH off', england);
  return {
    name: 'opening_hours',
    setUp: "the process's time zone; its own bank holidays",
    add(fromAt, openMs) {
      const iterator = hours.getIterator(new Date(fromAt));
      let leftMs = openMs;
      for (let at = fromAt; ; at = iterator.getDate().getTime()) {
        const isOpen = iterator.getState();
        if (!iterator.advance()) throw new Error('It never opens again.');
        if (!isOpen) continue;
        const spanMs = iterator.getDate().getTime() - at;
        if (spanMs >= leftMs) return at + leftMs;
        leftMs -= spanMs;
      }
    },
    between: (fromAt, toAt) => hours.getOpenDuration(new Date(fromAt), new Date(toAt))[0],
  };
}
