import { z } from 'zod';

/** An instant in an answer: ISO 8601 in UTC with milliseconds. */
export const instantText = z.iso
  .datetime({ precision: 3 })
  .meta({ id: 'Instant', description: 'ISO 8601 in UTC.', examples: ['2026-03-04T10:15:30.000Z'] });
