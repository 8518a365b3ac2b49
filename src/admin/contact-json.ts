import { z } from 'zod';
import type { EscalationContact } from '../escalations/route.ts';
import { escalationLevels, routes } from '../vocabulary.ts';

/** Whom to call. */
export const ContactJson = z.object({
  level: z.literal(escalationLevels),
  position: z.string(),
  details: z.string(),
  route: z.enum(routes),
});

export function contactJson({
  level,
  position,
  details,
  route,
}: EscalationContact): z.infer<typeof ContactJson> {
  return { level, position, details, route };
}
