import type { Instant } from '../time/instant.ts';
import type { EscalationLevel, Route } from '../vocabulary.ts';
import type { LadderLevel, LadderPolicy } from './ladder-policy.ts';

/**
 * Whether the level's contact can be reached at `at`, decided at the instant of the raise: inside the escalation desk's
 * hours directly, outside them through the service desk, "who will then contact the relevant escalation level"
 * (support definition, "Raising an Escalation").
 */
export function routeAt(policy: LadderPolicy, at: Instant): Route {
  return policy.deskHours.isOpen(at) ? 'direct' : 'service-desk';
}

/** Whom to call now for a level. */
export interface EscalationContact {
  readonly level: EscalationLevel;
  readonly position: string;
  /** How to reach whoever is to be called: the level's contact, or the service desk's outside its hours. */
  readonly details: string;
  readonly route: Route;
}

export function contactFor(policy: LadderPolicy, level: EscalationLevel, at: Instant): EscalationContact {
  return contactOn(policy, level, routeAt(policy, at));
}

/** Whom to call, or whom to have called, for a level on a route that is known. */
export function contactOn(policy: LadderPolicy, level: EscalationLevel, route: Route): EscalationContact {
  const { details } = levelOf(policy, route === 'direct' ? level : 1);
  return { level, position: levelOf(policy, level).position, details, route };
}

/**
 * Whom to call, in words. The service desk is called for other levels outside their hours; for its own it is called as
 * itself.
 */
export function describeContact({ level, position, details, route }: EscalationContact): string {
  if (route === 'direct' || level === 1) return `${position}, ${details}`;
  return `Service Desk, ${details}, who will contact the ${position}`;
}

export function levelOf(policy: LadderPolicy, level: EscalationLevel): LadderLevel {
  return policy.levels[level - 1]!;
}
