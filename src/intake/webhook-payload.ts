import { z } from 'zod';
import { SYS_ID } from '../servicenow/record.ts';
import { parseWireDate } from '../servicenow/wire-date.ts';

/** What a webhook says: this record may have changed. Whether and how it did is what the record itself will tell. */
export interface Hint {
  readonly table: string;
  readonly sysId: string;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly sysModCount: number;
}

export type PayloadReading =
  | { readonly ok: true; readonly hint: Hint }
  /** `fault` names the field and what is wrong with it, without its value. */
  | { readonly ok: false; readonly fault: string };

/** The largest number that the database's column takes. */
const LARGEST_COUNT = 2 ** 31 - 1;

/** What a webhook carries. */
export const Payload = z
  .object({
    event_id: z
      .string('must be a text')
      .min(1, 'must not be empty')
      .meta({ examples: ['0198c5f2'] }),
    table: z.string('must be a text').meta({ examples: ['sn_customerservice_case'] }),
    sys_id: z
      .string('must be a text')
      .regex(SYS_ID, 'must have 32 lower-case hexadecimal digits')
      .meta({ examples: ['6816f79cc0a8016401c5a33be04be441'] }),
    operation: z.enum(['insert', 'update', 'delete'], 'must be insert, update or delete'),
    sys_mod_count: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'must be a number or digits')
      .refine((count) => Number.isInteger(count) && count >= 0 && count <= LARGEST_COUNT, 'is out of range')
      .meta({ examples: [7] }),
    sys_updated_on: z
      .string('must be a text')
      .refine((text) => text === '' || parseWireDate(text) !== null, 'must be YYYY-MM-DD HH:MM:SS')
      .meta({ description: 'Empty where an imported record lacks it.', examples: ['2026-03-04 10:15:30'] }),
  })
  .meta({ id: 'WebhookPayload' });

/** Reads a verified body. Fields that are not ours are ignored. */
export function readPayload(body: string, tables: readonly string[]): PayloadReading {
  const json = parseJson(body);
  if (json === undefined) return { ok: false, fault: 'The body is no JSON.' };
  const parsed = Payload.safeParse(json);
  if (!parsed.success) return { ok: false, fault: describeFaults(parsed.error) };
  const { table, sys_id: sysId, operation, sys_mod_count: sysModCount } = parsed.data;
  if (!tables.includes(table)) return { ok: false, fault: 'table: is not synchronised here' };
  return { ok: true, hint: { table, sysId, operation, sysModCount } };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function describeFaults(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) =>
      path.length === 0 ? 'The body is no JSON object.' : `${path.join('.')}: ${message}`,
    )
    .join('; ');
}
