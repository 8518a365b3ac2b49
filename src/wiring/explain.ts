import { loadCases } from '../case-store.ts';
import type { Json } from '../explanation/as-json.ts';
import { explainTicket } from '../explanation/explain-ticket.ts';
import { explanationJson } from '../explanation/explanation-json.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import type { Db } from '../store/database.ts';
import { loadTicket } from '../tickets/ticket-store.ts';
import type { Instant } from '../time/instant.ts';

export interface ExplainWiring {
  readonly db: Db;
  readonly policy: LoadedPolicy;
  readonly mapping: ServiceNowMapping;
  readonly holdsBackExisting: boolean;
  /** The instance's clock. */
  now(): Instant;
}

/** Explains stored tickets by their id, as the admin API answers them. */
export function connectExplain(wiring: ExplainWiring): (ticketId: number) => Promise<Json> {
  const { db, policy, mapping, holdsBackExisting } = wiring;
  return async (ticketId) => {
    const ticket = await loadTicket(db, ticketId);
    const [given] = await loadCases(db, [ticket]);
    const { fields } = mapping.tables[ticket.table] ?? { fields: noFields };
    return explanationJson(
      explainTicket(given!, { loaded: policy, fields, holdsBackExisting }, wiring.now()),
    );
  };
}

/** For tickets of a table that is no longer configured. */
const noFields = {
  openedAt: 'opened_at',
  respondedAt: null,
  diagnosed: null,
  resolvedAt: null,
  closedAt: null,
};
