import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { blankText } from './blank-text.ts';
import { projectRoot } from './repository.ts';

/** One import of a file: a path inside the project (`src/…`) or the name of a package. */
export interface Import {
  readonly target: string;
  readonly isInternal: boolean;
  /** The whole statement is `import type`: nothing of the target runs. */
  readonly isTypeOnly: boolean;
  /** What is imported by name; empty for anything else. */
  readonly names: readonly string[];
}

export interface SourceFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  /** The text without comments and contents of strings; see {@link blankText}. */
  readonly code: string;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below a folder of the project. */
export function readSourceFiles(folder: string): SourceFile[] {
  return listFiles(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => parseSource(file, readFileSync(path.join(projectRoot, file), 'utf8')));
}

export function parseSource(file: string, text: string): SourceFile {
  const code = blankText(text);
  return { path: file, code, imports: findImports(file, text, code) };
}

/** `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`, found in code and read from the text. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(?<type>type\s)?(?<clause>[\w*{][^;'"]*?)\sfrom\s*['"]|(?:^|\n)\s*import\s*['"]|\bimport\s*\(\s*['"]/g;

function findImports(file: string, text: string, code: string): Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const start = match.index + match[0].length;
    const specifier = text.slice(start, start + text.slice(start).search(/['"]/));
    const isInternal = specifier.startsWith('.');
    return {
      target: isInternal ? path.posix.join(path.posix.dirname(file), specifier) : packageName(specifier),
      isInternal,
      isTypeOnly: match.groups?.['type'] !== undefined,
      names: importedNames(match.groups?.['clause'] ?? ''),
    };
  });
}

/** `@scope/name/sub` → `@scope/name`; what Node itself brings keeps its `node:`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
}

function importedNames(clause: string): string[] {
  const named = /\{([^}]*)\}/.exec(clause)?.[1] ?? '';
  return named
    .split(',')
    .map((name) => name.trim().replace(/^type\s+/, ''))
    .map((name) => name.split(/\s+as\s+/)[0]!)
    .filter((name) => name !== '');
}

function listFiles(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(projectRoot, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
    )
    .sort();
}
