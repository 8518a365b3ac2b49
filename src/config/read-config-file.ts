import { readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { ConfigError, describeIssue, faultsOf } from './faults.ts';

/**
 * Reads a YAML (or JSON) file and checks it. Throws {@link ConfigError} that names the file and everything wrong in it,
 * each with its path and what to do.
 */
export function readConfigFile<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(parseText(file, readText(file)), { error: describeIssue });
  if (!result.success) throw new ConfigError([{ source: file, faults: faultsOf(result.error) }]);
  return result.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    throw faulty(file, '', `${reason}; check the path and its permissions`);
  }
}

function parseText(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [at] = error.linePos ?? [];
    const where = at === undefined ? '' : `line ${at.line}, column ${at.col}`;
    throw faulty(file, where, `is not valid YAML: ${error.code}; mend that place`);
  }
}

function faulty(file: string, path: string, message: string): ConfigError {
  return new ConfigError([{ source: file, faults: [{ path, message }] }]);
}
