import type { AcknowledgeResult, EscalateResult, NotPossible, TicketOrders } from '../admin/ports.ts';
import { insertCommand } from '../escalations/escalation-store.ts';
import type { Ladder } from '../escalations/ladder.ts';
import { adviseRequest } from '../escalations/request.ts';
import { contactFor, levelOf } from '../escalations/route.ts';
import { type Case, isDone, type Judgement, raiseStep } from '../judgement.ts';
import { requestedMessage, type WriteBackRules } from '../judgement-messages.ts';
import type { OrderEffects } from '../pipeline.ts';
import type { Tx } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { EscalationLevel } from '../vocabulary.ts';

/** A locked ticket about which somebody gives orders. */
export interface OrderedTicket {
  readonly tx: Tx;
  readonly given: Case;
  /** How it stands before the order. */
  readonly standing: Judgement;
  readonly now: Instant;
  readonly effects: OrderEffects;
  readonly rules: WriteBackRules;
}

/** The orders that people may give for a locked ticket. One that is refused has changed nothing. */
export function takeOrders(ticket: OrderedTicket): TicketOrders {
  return {
    escalate: ({ reason }) => escalate(ticket, reason),
    acknowledge: ({ who, note, until }) => acknowledge(ticket, who, note, until),
    async standDown({ who, note }) {
      const { episode } = ticket.standing.ladder;
      if (episode === null) return notPossible('There is no escalation to stand down.');
      if (!episode.manual) {
        return notPossible(
          'This escalation ends by itself when nothing is overdue; acknowledge it to pause it.',
        );
      }
      await insertCommand(ticket.tx, [ticket.given.ticket.id], {
        at: ticket.now,
        kind: 'stand-down',
        until: null,
        who,
        note,
      });
      return { kind: 'stood-down', at: ticket.now };
    },
    async adopt({ who }) {
      if (ticket.standing.ladder.episode?.heldBack !== true) {
        return notPossible('There is nothing to adopt: no breach of this ticket is held back.');
      }
      await insertCommand(ticket.tx, [ticket.given.ticket.id], {
        at: ticket.now,
        kind: 'adopt',
        until: null,
        who,
        note: '',
      });
      return { kind: 'adopted', at: ticket.now };
    },
  };
}

async function escalate(ordered: OrderedTicket, reason: string): Promise<EscalateResult> {
  const { standing, given, now, effects } = ordered;
  const { ladder } = standing;
  const advice = adviseRequest(ladder, isDone(given.ticket), now);
  if (advice.kind === 'done') return notPossible('The ticket is resolved, closed or cancelled.');
  if (advice.kind === 'too-early') {
    const contact = contactFor(ladder.policy, currentLevel(ladder), now);
    return { kind: 'too-early', earliestAt: advice.earliestAt, contact };
  }
  const raised = raiseStep(given, ladder, { level: advice.level, trigger: 'manual' }, now);
  effects.raised.push(raised);
  effects.messages.push(requestedMessage(standing, raised, reason, ordered.rules));
  const { level, route, messageId } = raised;
  return { kind: 'raised', level, at: now, route, messageId };
}

async function acknowledge(
  { standing, tx, given, now }: OrderedTicket,
  who: string,
  note: string,
  until: Instant | null,
): Promise<AcknowledgeResult> {
  const { ladder } = standing;
  if (ladder.episode === null) return notPossible('There is no escalation to acknowledge.');
  const untilAt = until ?? now + levelOf(ladder.policy, currentLevel(ladder)).minimumMs;
  if (untilAt <= now) return notPossible('"until" lies in the past; give a later instant.');
  await insertCommand(tx, [given.ticket.id], { at: now, kind: 'acknowledge', until: untilAt, who, note });
  return { kind: 'acknowledged', until: untilAt };
}

/** The level reached, or the first one before anything was raised. */
export function currentLevel(ladder: Ladder): EscalationLevel {
  return ladder.run.level === 0 ? 1 : ladder.run.level;
}

function notPossible(why: string): NotPossible {
  return { kind: 'not-possible', why };
}
