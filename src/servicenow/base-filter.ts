declare const checkedHere: unique symbol;

/** An operator's own filter for a table, checked; only {@link parseBaseFilter} makes one. */
export type BaseFilter = string & { readonly [checkedHere]: true };

export type BaseFilterReading =
  | { readonly ok: true; readonly filter: BaseFilter }
  | { readonly ok: false; readonly fault: string };

const FILTER_CLAUSE = /^(OR)?[a-z][a-z0-9_.]*[^a-z0-9_.]/;

/**
 * Checks an operator's own encoded query. It may use any condition and `^OR`, but nothing that would lift it off the
 * conditions that follow (`^NQ`), order the result, or depend on the moment (`javascript:`): the mirror must hold the
 * same set of records whenever it asks.
 */
export function parseBaseFilter(text: string): BaseFilterReading {
  const fault = findTextFault(text);
  if (fault !== null) return { ok: false, fault };
  const clauses = text.split('^');
  for (const clause of clauses) {
    if (clause === '') return { ok: false, fault: 'has an empty condition; remove the extra "^"' };
    if (/^(NQ|EQ|ORDERBY|GROUPBY)/.test(clause))
      return {
        ok: false,
        fault: `must not contain "^${clause.slice(0, 10)}"; only conditions and ^OR are allowed`,
      };
    if (!FILTER_CLAUSE.test(clause)) return { ok: false, fault: `"${clause.slice(0, 40)}" is no condition` };
  }
  if (/^OR[a-z]/.test(clauses[0] ?? '')) return { ok: false, fault: 'must not begin with OR' };
  return { ok: true, filter: text as BaseFilter };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What no part of any query may contain, whoever wrote it; null if there is nothing wrong. */
export function findTextFault(text: string): string | null {
  if (CONTROL_CHARACTER.test(text)) return 'must not contain control characters';
  // ServiceNow runs such a value on the server, with the rights of our account.
  if (/javascript:/i.test(text)) return 'must not contain "javascript:"; use a fixed value';
  return null;
}
