import type { ExplanationJson } from '../admin/explanation-json.ts';
import { raisedJson } from '../admin/ticket-json.ts';
import { explainClockText } from '../clocks/explain-text.ts';
import { explainLadderText } from '../escalations/explain-text.ts';
import { formatInstant } from '../time/instant.ts';
import { asJson } from './as-json.ts';
import type { ExplainedClock, TicketExplanation } from './explain-ticket.ts';
import { explanationText } from './explanation-text.ts';

/** An explanation as the admin API answers it: data with instants in UTC, and the same as `text` in local time. */
export function explanationJson(explained: TicketExplanation): ExplanationJson {
  const { ticket, now, choice, unjudged, history, milestones, assumptions, timezone } = explained;
  return {
    number: ticket.number,
    at: formatInstant(now),
    timezone,
    policy: { name: choice.policy.name, serviceLine: ticket.serviceLine, why: choice.why },
    unjudged,
    ...asJson({ history, milestones, assumptions }),
    clocks: explained.clocks.map((clock) => clockJson(clock, ticket.deletedAt !== null)),
    ladder: ladderJson(explained),
    text: explanationText(explained),
  };
}

function ladderJson({ ladder, now, timezone }: TicketExplanation): ExplanationJson['ladder'] {
  const steps = ladder.steps.map((step) => ({
    ...raisedJson(step),
    ...asJson({ dueAt: step.dueAt, rule: step.rule, contact: step.contact }),
  }));
  return { ...asJson(ladder), steps, text: explainLadderText(ladder, now, timezone) };
}

function clockJson(
  { explanation, line }: ExplainedClock,
  isDeleted: boolean,
): ExplanationJson['clocks'][number] {
  const { report, rule, calendar, priority, segments, priorityChanges, due } = explanation;
  return {
    ...asJson({ ...report, segments, priorityChanges }),
    superseded: report.superseded.map(formatInstant),
    reason: isDeleted && report.state === 'cancelled' ? 'deleted' : report.reason,
    rule: {
      line: line.path,
      priority,
      meaning: line.meaning,
      targetMs: rule.targetMs,
      calendar: rule.calendarName,
      timezone: calendar.timezone,
      pausesWhileWaiting: rule.pausesWhileWaiting,
      text: line.text,
    },
    due: asJson({ at: due.dueAt, steps: due.steps, why: due.why }),
    text: explainClockText(explanation, line.text),
  };
}
