import { isDone } from '../judgement.ts';
import { ticketDetailsMessage, ticketDetailsMessageId } from '../outbox/message.ts';
import { findMessage } from '../outbox/outbox-store.ts';
import type { Pipeline } from '../pipeline.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Db, OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import type { GaugeJob } from '../telemetry/gauge-job.ts';
import type { Logger } from '../telemetry/logger.ts';
import { countAttachments } from '../tickets/attachment-client.ts';
import { findUncheckedTickets, readAttachments, saveCheckedDetails } from '../tickets/details-store.ts';
import { createDetailsWatch, type DetailsRequest, type DetailsWatch } from '../tickets/details-watch-job.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { type DetailRow, type DetailsReport, reportDetails } from '../tickets/ticket-details.ts';
import { loadTicket } from '../tickets/ticket-store.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { whyOf } from './why-of.ts';

export interface DetailsWiring {
  readonly database: OpenDatabase;
  readonly client: TableClient;
  readonly pipeline: Pipeline;
  readonly policy: LoadedPolicy;
  readonly logger: Pick<Logger, 'warn'>;
  readonly time: TimeSource;
  readonly gauges: Pick<GaugeJob, 'touch'>;
  /** The instance's clock. */
  now(): Instant;
}

/** Goes through the checklist of ticket details with open tickets, and asks for what is missing where that is wanted. */
export function connectDetails(wiring: DetailsWiring): DetailsWatch {
  const { database, client, policy, time, logger, gauges, now } = wiring;
  const { db } = database;
  return createDetailsWatch({
    time,
    now,
    checklist: policy.checklist,
    findUnchecked: (limit) => findUncheckedTickets(db, now(), limit),
    countAttachments: (sysIds, signal) => countAttachments(client, sysIds, signal),
    async save(checked) {
      await saveCheckedDetails(db, checked, now());
      if (checked.length > 0) gauges.touch();
    },
    request: requestOf(wiring),
    exclusively: (work) => runExclusively(database, 'ticket-details', work),
    onError: (err) => logger.warn(whyOf(err), 'ticket details could not be gone through; it is tried again'),
  });
}

function requestOf(wiring: DetailsWiring): DetailsRequest | null {
  const { requestMissing, requestAfter, requestWithin } = wiring.policy.file.ticketDetails;
  if (!requestMissing) return null;
  return {
    afterMs: requestAfter,
    withinMs: requestWithin,
    ask: (ticketId, missing) => ask(wiring, ticketId, missing),
  };
}

/** Puts the comment into the outbox, unless the ticket ever had one or is done by now. */
async function ask(
  { database, pipeline }: DetailsWiring,
  ticketId: number,
  missing: readonly string[],
): Promise<void> {
  const id = ticketDetailsMessageId(await loadTicket(database.db, ticketId));
  if ((await findMessage(database.db, id)) !== null) return;
  await pipeline.command(ticketId, async (_tx, { ticket }, _now, { messages }) => {
    if (isDone(ticket)) return;
    messages.push({ ticket, message: ticketDetailsMessage(id, missing), mayExist: false, heldFor: null });
  });
}

/** How complete a ticket is, by what is mirrored of it and what it had attached when last looked. */
export async function readDetailsReport(
  db: Db,
  checklist: readonly DetailRow[],
  ticket: Pick<Ticket, 'id' | 'details'>,
): Promise<DetailsReport> {
  return reportDetails(checklist, ticket.details, await readAttachments(db, ticket.id));
}

/** Whether there is still anything to ask the customer for: the message may have waited, and a file been attached. */
export async function isDetailMissing(
  { database, client, policy }: Pick<DetailsWiring, 'database' | 'client' | 'policy'>,
  ticketId: number,
): Promise<boolean> {
  const { sysId, details } = await loadTicket(database.db, ticketId);
  const attachments = (await countAttachments(client, [sysId])).get(sysId) ?? null;
  return reportDetails(policy.checklist, details, attachments).missing.length > 0;
}
