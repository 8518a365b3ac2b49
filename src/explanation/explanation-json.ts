import { explainClockText } from '../clocks/explain-text.ts';
import { explainLadderText } from '../escalations/explain-text.ts';
import { formatInstant } from '../time/instant.ts';
import { asJson, type Json } from './as-json.ts';
import type { ExplainedClock, TicketExplanation } from './explain-ticket.ts';
import { explanationText } from './explanation-text.ts';

/** An explanation as the admin API answers it: data with instants in UTC, and the same as `text` in local time. */
export function explanationJson(explained: TicketExplanation): Json {
  const { ticket, now, choice, unjudged, history, milestones, ladder, assumptions, timezone } = explained;
  return asJson({
    number: ticket.number,
    at: now,
    timezone,
    policy: { name: choice.policy.name, serviceLine: ticket.serviceLine, why: choice.why },
    unjudged,
    history,
    milestones,
    clocks: explained.clocks.map((clock) => clockJson(clock, ticket.deletedAt !== null)),
    ladder: { ...ladder, text: explainLadderText(ladder, now, timezone) },
    assumptions,
    text: explanationText(explained),
  });
}

function clockJson({ explanation, line }: ExplainedClock, isDeleted: boolean): Json {
  const { report, rule, calendar, priority, segments, priorityChanges, due } = explanation;
  return {
    ...report,
    reason: isDeleted && report.state === 'cancelled' ? 'deleted' : report.reason,
    superseded: report.superseded.map(formatInstant),
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
    segments,
    priorityChanges,
    due: { at: due.dueAt, steps: due.steps, why: due.why },
    text: explainClockText(explanation, line.text),
  };
}
