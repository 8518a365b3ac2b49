import type { Instant } from '../time/instant.ts';
import type { ClockKind, EscalationLevel, EscalationTrigger, Priority, Route } from '../vocabulary.ts';

/** A mark in Grafana's pictures, as its API takes it. `time` is in epoch milliseconds. */
export interface Annotation {
  readonly time: Instant;
  readonly tags: readonly string[];
  readonly text: string;
}

/** By this tag the dashboards find what the service notes. */
const TAG = 'sla-bridge';

/** The ticket by its number, leading to its page: Grafana shows the text of a mark as HTML. */
export function linkTo(number: string, page: string): string {
  return `<a href="${escapeHtml(page)}">${escapeHtml(number)}</a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function breachAnnotation(
  link: string,
  breach: { readonly kind: ClockKind; readonly priority: Priority; readonly breachedAt: Instant },
): Annotation {
  const { kind, priority, breachedAt } = breach;
  return {
    time: breachedAt,
    tags: [TAG, 'breach', `clock:${kind}`, `priority:${priority}`],
    text: `${link}: ${kind} target missed (${priority})`,
  };
}

export function escalationAnnotation(
  link: string,
  raised: {
    readonly at: Instant;
    readonly level: EscalationLevel;
    readonly trigger: EscalationTrigger;
    readonly route: Route;
  },
): Annotation {
  const { at, level, trigger, route } = raised;
  return {
    time: at,
    tags: [TAG, 'escalation', `level:${level}`, `trigger:${trigger}`],
    text: `${link}: escalated to level ${level} for ${trigger} (${route})`,
  };
}
