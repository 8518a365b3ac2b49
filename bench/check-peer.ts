import type { CalendarCase } from './calendar-cases.ts';
import type { Peer } from './peers/peer.ts';

/** How many answers of a peer were wrong. */
export interface Checked {
  readonly asked: number;
  readonly wrong: number;
  /** The first wrong answer, for people. */
  readonly example: string | null;
}

/** Asks a peer all the questions. One that throws has answered wrongly. */
export function checkPeer(peer: Peer, cases: readonly CalendarCase[]): Checked {
  const { add } = peer;
  let asked = 0;
  let wrong = 0;
  let example: string | null = null;
  const judge = (question: string, expected: number, ask: () => number): void => {
    asked += 1;
    const answer = tryAsking(ask);
    if (answer === expected) return;
    wrong += 1;
    example ??= `${question}: ${answer} instead of ${expected}`;
  };
  for (const { name, from, openMs, to, isAdded } of cases) {
    const fromAt = Date.parse(from);
    const toAt = Date.parse(to);
    judge(`between ${from} and ${to} (${name})`, openMs, () => peer.between(fromAt, toAt));
    if (isAdded && add !== null) judge(`${from} and ${openMs} ms (${name})`, toAt, () => add(fromAt, openMs));
  }
  return { asked, wrong, example };
}

function tryAsking(ask: () => number): number {
  try {
    return ask();
  } catch {
    return Number.NaN;
  }
}
