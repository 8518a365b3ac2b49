import type { Simulator } from '../../src/simulator/simulator.ts';

/** The notes of ours that the instance's journal holds for a record, oldest first. */
export function readOurNotes(simulator: Simulator, sysId: string): string[] {
  return simulator.instance
    .journal(sysId)
    .map(({ value }) => value)
    .filter((value) => value.includes('[sla-bridge:'));
}

/** The markers of the notes, to see whether one comes twice. */
export function markersOf(notes: readonly string[]): string[] {
  return notes.map((note) => /\[sla-bridge:([A-Za-z0-9_-]{8,64})\]$/.exec(note)?.[1] ?? `no marker: ${note}`);
}
