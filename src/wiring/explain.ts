import type { ExplanationJson } from '../admin/explanation-json.ts';
import type { ToldBreach } from '../admin/ports.ts';
import { loadCases } from '../case-store.ts';
import { tellBreaches } from '../explanation/breach-reasons.ts';
import { explainTicket, type TicketExplanation } from '../explanation/explain-ticket.ts';
import { explanationJson } from '../explanation/explanation-json.ts';
import type { Case } from '../judgement.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import type { Db } from '../store/database.ts';
import { loadTicket, loadTickets } from '../tickets/ticket-store.ts';
import type { Instant } from '../time/instant.ts';
import { breathe } from '../time/time-source.ts';

export interface ExplainWiring {
  readonly db: Db;
  readonly policy: LoadedPolicy;
  readonly mapping: ServiceNowMapping;
  readonly holdsBackExisting: boolean;
  /** The instance's clock. */
  now(): Instant;
}

/** What the admin API asks about why tickets stand as they do. */
export interface Explaining {
  /** One ticket, as the admin API answers it. */
  explain(ticketId: number): Promise<ExplanationJson>;
  /** Why clocks breached, by ticket id. */
  tellBreaches(ticketIds: readonly number[]): Promise<ReadonlyMap<number, readonly ToldBreach[]>>;
}

/** Explains stored tickets by their ids. */
export function connectExplain(wiring: ExplainWiring): Explaining {
  const { db } = wiring;
  return {
    async explain(ticketId) {
      const [given] = await loadCases(db, [await loadTicket(db, ticketId)]);
      return explanationJson(explainCase(wiring, given!));
    },
    async tellBreaches(ticketIds) {
      const cases = await loadCases(db, await loadTickets(db, ticketIds));
      const told = new Map<number, readonly ToldBreach[]>();
      for (const given of cases) {
        told.set(given.ticket.id, tellBreaches(explainCase(wiring, given)));
        await breathe();
      }
      return told;
    },
  };
}

function explainCase(
  { policy, mapping, holdsBackExisting, now }: ExplainWiring,
  given: Case,
): TicketExplanation {
  const { fields } = mapping.tables[given.ticket.table] ?? { fields: noFields };
  return explainTicket(given, { loaded: policy, fields, holdsBackExisting }, now());
}

/** For tickets of a table that is no longer configured. */
const noFields = {
  openedAt: 'opened_at',
  respondedAt: null,
  diagnosed: null,
  resolvedAt: null,
  closedAt: null,
};
