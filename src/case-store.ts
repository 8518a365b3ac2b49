import { loadClocks } from './clocks/clock-store.ts';
import { loadCommands, loadEscalations } from './escalations/escalation-store.ts';
import type { Case } from './judgement.ts';
import type { Db, Tx } from './store/database.ts';
import type { Ticket } from './tickets/ticket.ts';
import { loadVersions } from './tickets/version-store.ts';

/** Everything that is stored of these tickets, for judging them. */
export async function loadCases(db: Db | Tx, tickets: readonly Ticket[]): Promise<Case[]> {
  const ids = tickets.map((ticket) => ticket.id);
  const versions = await loadVersions(db, ids);
  const clocks = await loadClocks(db, ids);
  const escalations = await loadEscalations(db, ids);
  const commands = await loadCommands(db, ids);
  return tickets.map((ticket) => ({
    ticket,
    versions: versions.get(ticket.id) ?? [],
    clocksBefore: clocks.get(ticket.id) ?? [],
    escalations: escalations.get(ticket.id) ?? [],
    commands: commands.get(ticket.id) ?? [],
  }));
}
