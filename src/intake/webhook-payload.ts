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

const Payload = z.object({
  event_id: z.string('must be a text').min(1, 'must not be empty'),
  table: z.string('must be a text'),
  sys_id: z.string('must be a text').regex(SYS_ID, 'must have 32 lower-case hexadecimal digits'),
  operation: z.enum(['insert', 'update', 'delete'], 'must be insert, update or delete'),
  sys_mod_count: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], 'must be a number or digits')
    .refine((count) => Number.isInteger(count) && count >= 0 && count <= LARGEST_COUNT, 'is out of range'),
  // Imported records can lack an update stamp.
  sys_updated_on: z
    .string('must be a text')
    .refine((text) => text === '' || parseWireDate(text) !== null, 'must be YYYY-MM-DD HH:MM:SS'),
});

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
