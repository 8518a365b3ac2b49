import type { TableDefinition } from '../database/dictionary.ts';
import type { Row } from '../database/row.ts';
import { formatWireTime, parseInZone } from '../time/wire-time.ts';
import type { ApiRequest, Call } from './exchange.ts';
import { isTrue } from './query-parameters.ts';
import type { ApiServices } from './services.ts';

/**
 * The JSON object in a request's body; null if there is none. Of several records only the first counts. Throws a
 * `SyntaxError` for a body that is no JSON.
 */
export function readJsonObject(request: ApiRequest): Record<string, unknown> | null {
  const text = request.body.toString('utf8');
  const parsed: unknown = text.trim() === '' ? {} : JSON.parse(text);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  return typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : null;
}

/** What a client's record means in raw values. The instance's own fields are left out. */
export function readRecordValues(
  call: Call,
  record: Record<string, unknown>,
  definition: TableDefinition,
  services: ApiServices,
): Row {
  const asDisplayed = isTrue(call.request.url.searchParams, 'sysparm_input_display_value');
  const values: Record<string, string> = {};
  for (const [name, given] of Object.entries(record)) {
    if (isSystemField(name) && definition.fields.has(name)) continue;
    const text = textOf(given);
    const field = definition.fields.get(name);
    if (field === undefined) values[name] = text;
    // An empty text clears a field, except a choice: that keeps its value.
    else if (text === '' && name in definition.defaults) continue;
    else if (field.type === 'reference') values[name] = services.display.parse(definition, field, text);
    else if (!asDisplayed) values[name] = text;
    else if (field.type === 'datetime') values[name] = readLocalDate(text, call.caller.timeZone);
    else values[name] = services.display.parse(definition, field, text);
  }
  return values;
}

/** Whoever inserts a record may choose its `sys_id`; all else of that kind is the instance's own. */
function isSystemField(name: string): boolean {
  return name.startsWith('sys_') && name !== 'sys_domain' && name !== 'sys_id';
}

function textOf(given: unknown): string {
  if (given === null || given === undefined) return '';
  if (typeof given !== 'object') return String(given);
  const { value, display_value: displayed } = given as { value?: unknown; display_value?: unknown };
  return String(value ?? displayed ?? '');
}

function readLocalDate(text: string, timeZone: string): string {
  const at = parseInZone(text, timeZone);
  return Number.isNaN(at) ? text : formatWireTime(at);
}
