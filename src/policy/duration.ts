import { z } from 'zod';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time/instant.ts';

const units = { s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS } as const;

/** An amount of time as people write it: `30 s`, `30 min`, `5 h`, `1.5 h`; read as milliseconds. */
export const Duration = z
  .string()
  .transform((text, context) => {
    const match = /^(\d+(?:\.\d+)?)\s*(s|min|h)$/.exec(text.trim());
    if (match !== null) return Math.round(Number(match[1]) * units[match[2] as keyof typeof units]);
    context.addIssue({ code: 'custom', message: 'must be an amount of time like "30 s", "30 min" or "5 h"' });
    return z.NEVER;
  })
  .pipe(z.int());
