import type { ClockReport } from './clocks/clock-report.ts';
import type { StoredClock } from './clocks/clock-store.ts';
import type { Escalation } from './escalations/escalation-store.ts';
import { minimumTimeEnds } from './escalations/ladder.ts';
import { contactFor, levelOf } from './escalations/route.ts';
import { type Case, isDone, type Judgement } from './judgement.ts';
import {
  breachMessage,
  breachMessageId,
  type EscalationNotice,
  escalationMessage,
  type Handover,
  ladderResetMessage,
  type Message,
  messageId,
  type NoticeFact,
  phoneAdviceMessage,
} from './outbox/message.ts';
import type { NewMessage } from './outbox/outbox-store.ts';
import type { Instant } from './time/instant.ts';
import type { Priority } from './vocabulary.ts';

/** The rule that urgent tickets be phoned in. */
export interface PhoneAdvice {
  readonly enabled: boolean;
  readonly priorities: readonly Priority[];
  readonly phone: string;
}

/** What is configured about writing back. */
export interface WriteBackRules {
  readonly phoneAdvice: PhoneAdvice;
  /** The group to write for a support level that is asked to take over; null where none is configured. */
  groupOfTier(tier: number): string | null;
  readonly ownFields: Readonly<Record<string, NoticeFact>>;
  /** The ticket's page in the console; null where there is no address for people elsewhere. */
  pageOf(ticket: { readonly number: string; readonly table: string }): string | null;
}

/** What a judgement asks to be written back. One that was stored before is recognised by its id. */
export function messagesFor(
  judgement: Judgement,
  given: Case,
  rules: WriteBackRules,
  now: Instant,
): NewMessage[] {
  const { ticket } = judgement;
  if (isDone(ticket)) return [];
  const about = aboutTicket(judgement, judgement.raise, rules);
  const messages = [
    ...escalationMessages(judgement, rules, about, now),
    ...breachMessages(judgement, given.escalations, about, now),
    ...phoneAdviceMessages(judgement, rules.phoneAdvice),
    ...resetMessages(judgement, now),
  ];
  const mayExist = given.clocksBefore.length === 0 || wasBreachedWhenFirstSeen(judgement);
  return messages.map((message) => ({ ticket, message, mayExist, heldFor: null }));
}

function escalationMessages(
  judgement: Judgement,
  { ownFields }: WriteBackRules,
  about: AboutTicket,
  now: Instant,
): Message[] {
  const { raise, ladder } = judgement;
  if (raise === null) return [];
  const nextAt = minimumTimeEnds(ladder) ?? now;
  return [escalationMessage(noticeOf(judgement, raise, { ...about, nextAt, request: null, ownFields }))];
}

/** What is written back for a step that somebody asked for. */
export function requestedMessage(
  standing: Judgement,
  raised: Escalation,
  reason: string,
  rules: Pick<WriteBackRules, 'ownFields' | 'groupOfTier' | 'pageOf'>,
): NewMessage {
  const nextAt = raised.at + levelOf(standing.ladder.policy, raised.level).minimumMs;
  const about = aboutTicket(standing, raised, rules);
  const rest = { ...about, nextAt, request: reason, ownFields: rules.ownFields };
  const message = escalationMessage(noticeOf(standing, raised, rest));
  return { ticket: standing.ticket, message, mayExist: false, heldFor: null };
}

function noticeOf(
  judgement: Judgement,
  raised: Escalation,
  rest: AboutTicket & Pick<EscalationNotice, 'nextAt' | 'request' | 'ownFields'>,
): EscalationNotice {
  const { messageId: id, at, level, trigger } = raised;
  const contact = contactFor(judgement.ladder.policy, level, at);
  return { id, at, level, trigger, contact, overdue: overdueClocks(judgement), ...rest };
}

/**
 * Every breach is written back: with the step that it raises, or else as a note of its own. One that began an episode
 * was told by its first step, also where it went away in between and is there again.
 */
function breachMessages(
  judgement: Judgement,
  raisedBefore: readonly Escalation[],
  about: AboutTicket,
  now: Instant,
): Message[] {
  const { ladder, raise, ticket } = judgement;
  const stepWaits = ladder.run.level === 0 && ladder.episode !== null;
  if (raise !== null || stepWaits || ladder.episode?.heldBack === true) return [];
  return judgement.newBreaches
    .filter((clock) => clock.state === 'breached')
    .filter((clock) => !raisedBefore.some((step) => step.episodeBeganAt === clock.breachedAt))
    .map((clock) => {
      const id = breachMessageId(ticket, clock.kind, clock.breachedAt!);
      const contact = contactFor(ladder.policy, ladder.run.level === 0 ? 1 : ladder.run.level, now);
      return breachMessage(id, clock, contact, about);
    });
}

function phoneAdviceMessages({ ticket }: Judgement, advice: PhoneAdvice): Message[] {
  if (!advice.enabled || !advice.priorities.includes(ticket.priority)) return [];
  if (ticket.channel === 'phone' || !ticket.isChannelKnown) return [];
  return [phoneAdviceMessage(messageId(ticket, 'phone-advice'), ticket, advice.phone)];
}

/** What every note about a breach says of the ticket beside it. */
type AboutTicket = Pick<EscalationNotice, 'handover' | 'page'>;

function aboutTicket(
  judgement: Judgement,
  step: Escalation | null,
  rules: Pick<WriteBackRules, 'groupOfTier' | 'pageOf'>,
): AboutTicket {
  return { handover: handoverOf(judgement, step, rules), page: rules.pageOf(judgement.ticket) };
}

/**
 * A troubleshoot breach at support level 1 asks the next level to take over (support definition, "Level 2 Engineers"):
 * with what tells the breach, or, where the ladder waited or was held back then, with the step that begins it.
 */
function handoverOf(
  judgement: Judgement,
  step: Escalation | null,
  { groupOfTier }: Pick<WriteBackRules, 'groupOfTier'>,
): Handover | null {
  const isOverdue = overdueClocks(judgement).some(({ kind }) => kind === 'troubleshoot');
  const isNew = judgement.newBreaches.some(({ kind }) => kind === 'troubleshoot');
  if (!isOverdue || (!isNew && step?.level !== 1) || judgement.ticket.tier !== 1) return null;
  const { handoverTier } = judgement.ladder.policy;
  return { supportLevel: String(handoverTier), group: groupOfTier(handoverTier) };
}

/** The escalation field is never lowered, unless the policy says so: then once, when an episode ends on an open ticket. */
function resetMessages({ ladder, ticket }: Judgement, now: Instant): Message[] {
  const ended = ladder.lastEpisode;
  if (ladder.policy.onEpisodeEnd !== 'reset' || ladder.episode !== null || ended === null) return [];
  if ((ladder.run.lastRaisedAt ?? 0) < ended.beganAt) return [];
  return [ladderResetMessage(messageId(ticket, 'ladder-reset', ended.beganAt), now)];
}

function overdueClocks(judgement: Judgement): ClockReport[] {
  return judgement.clocks.filter((clock): clock is StoredClock & ClockReport => clock.state === 'breached');
}

function wasBreachedWhenFirstSeen({ ladder, ticket }: Judgement): boolean {
  return ladder.episode !== null && ladder.episode.beganAt <= ticket.firstSeenAt;
}
