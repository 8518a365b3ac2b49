import type { AdminParts } from '../admin/admin.ts';
import type { EventFeed } from '../admin/event-feed.ts';
import type { CurrentTicket, EscalationAdvice, OutboxPorts, SyncPorts, TicketPorts } from '../admin/ports.ts';
import type { Parts } from '../app.ts';
import { loadCases } from '../case-store.ts';
import { makeDue } from '../clocks/deadline-store.ts';
import { insertCommand } from '../escalations/escalation-store.ts';
import { adviseRequest } from '../escalations/request.ts';
import { contactFor } from '../escalations/route.ts';
import { calendarByName } from '../explanation/policy-line.ts';
import type { Health } from '../http/health.ts';
import { createAuthenticate } from '../http/tokens.ts';
import { type Case, isDone, type Judgement, judge } from '../judgement.ts';
import { discardMessages, retryMessages } from '../outbox/bulk-orders-store.ts';
import { releaseStormHold } from '../outbox/enqueue-store.ts';
import { discardMessage, retryMessage } from '../outbox/orders-store.ts';
import { choosePolicy } from '../policy/policy.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { buildTimeline } from '../tickets/build-timeline.ts';
import { loadTicket } from '../tickets/ticket-store.ts';
import type { Instant } from '../time/instant.ts';
import { isDriftOn } from './drift.ts';
import { connectExplain } from './explain.ts';
import { endOfBusinessDay } from './forecast.ts';
import { refreshRecord } from './refresh.ts';
import { readingOf } from './servicenow.ts';
import { readDetailsReport } from './ticket-details.ts';
import { currentLevel, takeOrders } from './ticket-orders.ts';
import { connectWhatIf } from './what-if.ts';
import { writeBackRules } from './write-back.ts';

/** Gives the admin API what it needs of the running service. */
export function connectAdmin(parts: Parts, health: Health, feed: EventFeed): AdminParts {
  const { database, telemetry, clock, environment, time, version, revision, policy } = parts;
  return {
    db: database.db,
    metrics: telemetry.metrics,
    now: () => clock.now(),
    time,
    feed,
    health,
    version,
    revision,
    authenticate: createAuthenticate(environment.adminTokens),
    tickets: connectTickets(parts),
    sync: connectSync(parts),
    outbox: connectOutbox(parts),
    endOfBusinessDay: (at) => endOfBusinessDay(policy, at),
    calendars: Object.fromEntries(
      Object.keys(policy.calendarsFile.calendars).map((name) => [name, calendarByName(policy, name)]),
    ),
    isDriftOn: isDriftOn(parts.mapping),
    compareWith: connectWhatIf({ db: database.db, policy, now: () => clock.now() }),
    readPolicy: () => ({ policy: policy.file, calendars: policy.calendarsFile, text: policy.text }),
  };
}

function connectTickets(parts: Parts): TicketPorts {
  const { database, pipeline, clock } = parts;
  const rules = writeBackRules(parts.policy, parts.mapping, parts.environment.publicUrl);
  const standing = async (ticketId: number): Promise<{ given: Case; judgement: Judgement; now: Instant }> => {
    const ticket = await loadTicket(database.db, ticketId);
    const [given] = await loadCases(database.db, [ticket]);
    const now = clock.now();
    return { given: given!, judgement: judgeCase(parts, given!, now), now };
  };
  return {
    async judge(ticketId) {
      const { given, judgement } = await standing(ticketId);
      return { clocks: judgement.clocks, timeline: listVersions(given) };
    },
    reportDetails: (ticket) => readDetailsReport(database.db, parts.policy.checklist, ticket),
    ...connectExplain({
      db: database.db,
      policy: parts.policy,
      mapping: parts.mapping,
      holdsBackExisting: parts.environment.sync.adoptExisting === 'record',
      now: () => clock.now(),
    }),
    async adviseEscalation(ticketId) {
      const { given, judgement, now } = await standing(ticketId);
      return adviceOf(given, judgement, now);
    },
    command: (ticketId, order) =>
      pipeline.command(ticketId, (tx, given, now, effects) => {
        const judgement = judgeCase(parts, given, now);
        return order(tx, takeOrders({ tx, given, standing: judgement, now, effects, rules }));
      }),
    async adopt(tx, ticketIds, who) {
      const now = clock.now();
      await insertCommand(tx, ticketIds, { at: now, kind: 'adopt', until: null, who, note: '' });
      await makeDue(tx, ticketIds, now);
    },
    resync: (ticket) => void resync(parts, ticket),
  };
}

/** Begun and left to itself; what comes of it is seen on the ticket, and a failure in the log. */
async function resync(parts: Parts, { table, sysId }: { table: string; sysId: string }): Promise<void> {
  const reading = (name: string) => readingOf(parts.mapping, name);
  try {
    await refreshRecord({ ...parts, readingOf: reading }, table, sysId, 'resync');
  } catch (error) {
    const why = isServiceNowError(error) ? { reason: error.message } : { err: error };
    parts.logger.error({ table, sysId, ...why }, 'a record could not be fetched again');
  }
}

/** How a ticket stands, what is due to be raised at this very instant aside: nothing is changed by looking. */
function judgeCase(parts: Parts, given: Case, now: Instant): Judgement {
  const policy = choosePolicy(parts.policy.policies, given.ticket.serviceLine);
  const holdsBackExisting = parts.environment.sync.adoptExisting === 'record';
  return judge(given, { policy, holdsBackExisting, raises: false }, now);
}

/** Each version with what held from then on. */
function listVersions(given: Case): CurrentTicket['timeline'] {
  const { ticket } = given;
  let held: Pick<CurrentTicket['timeline'][number], 'state' | 'priority' | 'tier'> = {
    state: 'new',
    priority: null,
    tier: 1,
  };
  return buildTimeline(ticket.openedAt, given.versions, ticket.deletedAt).map((version) => {
    held = {
      state: version.state ?? held.state,
      priority: version.priority ?? held.priority,
      tier: version.tier ?? held.tier,
    };
    return { ...held, at: version.at, sysModCount: version.sysModCount, estimated: version.estimated };
  });
}

function adviceOf(given: Case, { ladder }: Judgement, now: Instant): EscalationAdvice {
  const advice = adviseRequest(ladder, isDone(given.ticket), now);
  const { episode, run, policy } = ladder;
  const calledLevel = advice.kind === 'permitted' ? advice.level : currentLevel(ladder);
  return {
    isPermitted: advice.kind === 'permitted',
    nextLevel: advice.kind === 'done' ? null : advice.level,
    earliestAt: advice.kind === 'done' ? null : advice.kind === 'permitted' ? now : advice.earliestAt,
    contact: contactFor(policy, calledLevel, now),
    level: run.level,
    lastRaisedAt: run.lastRaisedAt,
    episodeBeganAt: episode?.beganAt ?? null,
    acknowledgedUntil: episode?.acknowledgedUntil ?? null,
    isHeldBack: episode?.heldBack ?? false,
  };
}

function connectSync(parts: Parts): SyncPorts {
  const { polls, reconciliation } = parts;
  return {
    tables: [...polls.keys()],
    status: (table) => polls.get(table)!.status(),
    poll: (table) => void polls.get(table)!.pollNow(),
    planReconcile: reconciliation.plan,
    startReconcile: reconciliation.start,
    rewind(table, to) {
      const poll = polls.get(table)!;
      void poll.rewind(to).then(() => poll.pollNow());
    },
  };
}

function connectOutbox({ enqueue, clock }: Parts): OutboxPorts {
  return {
    retry: (tx, id) => retryMessage(enqueue, tx, id),
    discard: (tx, id) => discardMessage(tx, id),
    retryMany: (tx, order) => retryMessages(enqueue, tx, order),
    discardMany: discardMessages,
    releaseStorm: async (tx, who) => ({ released: await releaseStormHold(enqueue, tx, clock.now(), who) }),
  };
}
