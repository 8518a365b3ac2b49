import { readFileSync } from 'node:fs';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { ConfigError, describeIssue, faultsOf } from './faults.ts';

/**
 * Reads a YAML (or JSON) file and checks it. Throws {@link ConfigError} that names the file and everything wrong in it,
 * each with its path and what to do.
 */
export function readConfigFile<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  return readConfigText(file, readText(file), schema);
}

/** Like {@link readConfigFile}, for a text that came another way; faults name `source`. */
export function readConfigText<Schema extends z.ZodType>(
  source: string,
  text: string,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(parseText(source, text), { error: describeIssue });
  if (!result.success) throw new ConfigError([{ source, faults: faultsOf(result.error) }]);
  return result.data;
}

/** The text of a file. Throws {@link ConfigError} where it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw faulty(file, '', `${reason}; check the path and its permissions`);
  }
}

function parseText(file: string, text: string): unknown {
  const lines = new LineCounter();
  // The parser's own search for keys that are set twice takes time with the square of their number.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const whereIs = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const [error] = document.errors;
  if (error !== undefined)
    throw faulty(file, whereIs(error.pos[0]), `is not valid YAML: ${error.code}; mend that place`);
  const repeated = findRepeatedKey(document);
  if (repeated !== null)
    throw faulty(file, whereIs(repeated.offset), `"${repeated.key}" is set twice; keep one of them`);
  try {
    return document.toJS();
  } catch (error) {
    // An alias that leads nowhere, or too many of them.
    if (!(error instanceof ReferenceError)) throw error;
    throw faulty(file, '', `is not valid YAML: ${error.message}; mend that place`);
  }
}

function findRepeatedKey(document: Document): { key: string; offset: number } | null {
  let repeated: { key: string; offset: number } | null = null;
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeated ??= { key: String(key.value), offset: key.range?.[0] ?? 0 };
        seen.add(key.value);
      }
    },
  });
  return repeated;
}

function faulty(file: string, path: string, message: string): ConfigError {
  return new ConfigError([{ source: file, faults: [{ path, message }] }]);
}
