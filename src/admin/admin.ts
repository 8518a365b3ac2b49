import { installErrorHandlers } from '../http/error-handler.ts';
import { type HttpServer, registerScope } from '../http/http-server.ts';
import { limitAdmin } from '../http/rate-limit.ts';
import { type Authenticate, requireToken } from '../http/tokens.ts';
import type { ActionParts } from './action.ts';
import { registerAdoption } from './adopt-route.ts';
import { registerAudit } from './audit-route.ts';
import { registerBreaches } from './breach-route.ts';
import { type NamedCalendars, registerCalendars } from './calendar-route.ts';
import { registerDrift } from './drift-route.ts';
import { registerEscalationList } from './escalation-list-route.ts';
import { type ForecastRouteParts, registerForecast } from './forecast-route.ts';
import { type HealthRouteParts, registerHealth } from './health-route.ts';
import { registerOutboxActions } from './outbox-action-route.ts';
import { registerOutbox } from './outbox-route.ts';
import { type Rules, registerPolicy } from './policy-route.ts';
import type { OutboxPorts, SyncPorts, TicketPorts, WhatIfPort } from './ports.ts';
import { registerReports } from './report-route.ts';
import { registerStream, type StreamParts } from './stream-route.ts';
import { registerSummary } from './summary-route.ts';
import { registerSyncActions } from './sync-action-route.ts';
import { registerSync } from './sync-route.ts';
import { registerTicketActions } from './ticket-action-route.ts';
import { registerTicketList } from './ticket-list-route.ts';
import { registerTicket } from './ticket-route.ts';
import { registerWebhookList } from './webhook-list-route.ts';
import { registerWhatIf } from './what-if-route.ts';

/** Everything that the admin API is made from. `now` is the instance's clock. */
export interface AdminParts extends ActionParts, HealthRouteParts, StreamParts, ForecastRouteParts {
  readonly authenticate: Authenticate;
  readonly tickets: TicketPorts;
  readonly sync: SyncPorts;
  readonly outbox: OutboxPorts;
  /** The rules in force, as they were read. */
  readPolicy(): Rules;
  readonly calendars: NamedCalendars;
  /** Judges the mirrored tickets under another policy too. */
  readonly compareWith: WhatIfPort;
  /** Whether our clocks are compared with the instance's own. */
  readonly isDriftOn: boolean;
}

/** Registers `/admin/…`. Every route in here needs a token, and every action an `Idempotency-Key`. */
export async function registerAdmin(server: HttpServer, parts: AdminParts): Promise<void> {
  await registerScope(server, '/admin', async (scope) => {
    requireToken(scope, parts.authenticate);
    installErrorHandlers(scope, server.methodTable);
    await limitAdmin(scope);
    registerHealth(scope, parts);
    registerTicketList(scope, parts.db);
    registerTicket(scope, parts.db, parts.tickets);
    registerTicketActions(scope, parts, parts.tickets);
    registerAdoption(scope, parts, parts.tickets);
    registerEscalationList(scope, parts.db);
    registerSync(scope, parts.db, parts.sync);
    registerSyncActions(scope, parts, parts.sync);
    registerOutbox(scope, parts.db);
    registerOutboxActions(scope, parts, parts.outbox);
    registerWebhookList(scope, parts.db);
    registerAudit(scope, parts.db);
    registerPolicy(scope, parts.readPolicy);
    registerCalendars(scope, parts.calendars);
    registerReports(scope, parts.db);
    registerBreaches(scope, parts);
    registerWhatIf(scope, parts.compareWith);
    registerForecast(scope, parts);
    registerDrift(scope, parts.db, parts.isDriftOn);
    registerSummary(scope, parts);
    registerStream(scope, parts);
  });
}
