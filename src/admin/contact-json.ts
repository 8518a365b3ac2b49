import { z } from 'zod';
import type { EscalationContact } from '../escalations/route.ts';
import { escalationLevels, routes } from '../vocabulary.ts';
import { shown } from './text-schema.ts';

/** Whom to call. */
export const ContactJson = z
  .object({
    level: z.literal(escalationLevels),
    position: shown('Service Desk Manager'),
    details: shown('desk@example.com', "The level's contact, or the service desk's outside its hours."),
    route: z.enum(routes),
  })
  .meta({ id: 'Contact' });

export function contactJson({
  level,
  position,
  details,
  route,
}: EscalationContact): z.infer<typeof ContactJson> {
  return { level, position, details, route };
}
