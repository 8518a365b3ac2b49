import { readdirSync, readFileSync } from 'node:fs';
import type { ScriptFile } from '../glide/script-scope.ts';

/** What an application's source declares, one block `Kind({ … })` at a time. */
export interface Declaration {
  readonly kind: string;
  /** Properties that are plain literals, by name. Everything else is left out. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The file that `script` includes; null where there is none. */
  readonly script: ScriptFile | null;
  /** Columns of a table, by name, with the kind of each. */
  readonly columns: Readonly<Record<string, string>>;
}

/** The folder of the application that comes with sla-bridge. */
export const applicationFolder = new URL('../../../servicenow-app/src/', import.meta.url);

/**
 * Reads the declarations below `fluent/`. It knows the formatter's layout and literals, and no more of the language:
 * enough to run on a simulated instance what will be installed on a real one, from the same files.
 */
export function readDeclarations(folder: URL = applicationFolder): Declaration[] {
  const fluent = new URL('fluent/', folder);
  return readdirSync(fluent)
    .filter((name) => name.endsWith('.now.ts'))
    .sort()
    .flatMap((name) => readBlocks(readFileSync(new URL(name, fluent), 'utf8'), fluent));
}

function readBlocks(text: string, folder: URL): Declaration[] {
  return [...text.matchAll(/^(?:export )?(?:const \w+ = )?([A-Z]\w+)\(\{\n(.*?)^\}\)/gms)].map(
    ([, kind, body]) => ({
      kind: kind!,
      values: Object.fromEntries(readLiterals(body!)),
      script: readInclude(body!, folder),
      columns: Object.fromEntries(readColumns(body!)),
    }),
  );
}

const LITERAL = /^ {2}(\w+):\s+('(?:[^'\\]|\\.)*'|"[^"]*"|\[[^\]]*\]|\{[^}]*\}|true|false|-?\d+),$/gm;

function readLiterals(body: string): [string, unknown][] {
  return [...body.matchAll(LITERAL)].flatMap(([, name, text]) => {
    const value = parseLiteral(text!);
    return value === undefined ? [] : [[name!, value]];
  });
}

/** Undefined for a list or an object that holds more than literals. */
function parseLiteral(text: string): unknown {
  const json = text.startsWith('"')
    ? text
    : text
        .replace(/'((?:[^'\\]|\\.)*)'/g, (_, inner: string) => JSON.stringify(inner))
        .replace(/(\w+):/g, '"$1":');
  try {
    return JSON.parse(text.startsWith("'") ? JSON.stringify(text.slice(1, -1)) : json);
  } catch {
    return undefined;
  }
}

function readInclude(body: string, folder: URL): ScriptFile | null {
  const path = /^ {2}script: Now\.include\('([^']+)'\),$/m.exec(body)?.[1];
  if (path === undefined) return null;
  const url = new URL(path, folder);
  return { path: url.pathname, text: readFileSync(url, 'utf8') };
}

function readColumns(body: string): [string, string][] {
  return [...body.matchAll(/^ {4}(\w+): (\w+)Column\(/gm)].map(([, name, kind]) => [name!, kind!]);
}
