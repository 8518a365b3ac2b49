import type { SourceFile } from './source-file.ts';

/** Files of one idea, functions that can be read without scrolling. */
export const limits = { fileLines: 300, functionLines: 60 } as const;

export interface Measured {
  readonly name: string;
  readonly lines: number;
}

export function countLines({ path, code }: SourceFile): Measured {
  return { name: path, lines: code.replace(/\n$/, '').split('\n').length };
}

/**
 * The functions of a file with their lengths, heads and closing braces included. The formatter has seen to it that a
 * body's end stands as far to the left as its beginning, so lines and their indentation are enough.
 */
export function measureFunctions({ path, code }: SourceFile): Measured[] {
  const lines = code.split('\n');
  return lines.flatMap((line, index) => {
    if (!opensBody(line)) return [];
    const indent = indentOf(line);
    const start = beginOfHead(lines, index, indent);
    if (CONTROL.test(lines[start]!)) return [];
    const end = lines.findIndex(
      (other, at) => at > index && indentOf(other) === indent && /^\s*\}/.test(other),
    );
    return [{ name: `${path}: ${nameIn(lines[start]!)}`, lines: end - start + 1 }];
  });
}

function nameIn(head: string): string {
  const words = head.replace(/\b(export|default|async|function|const|return|readonly)\b/g, ' ');
  return /[\w#]+/.exec(words)?.[0] ?? 'nameless';
}

const CONTROL = /^\s*(\}\s*)?(if|else|for|while|switch|do|try|catch|finally|with)\b/;

/** The last line of a function's head: an arrow, a declaration, a method, or the end of parameters over several lines. */
function opensBody(line: string): boolean {
  if (!line.endsWith('{')) return false;
  return (
    /=>\s*\{$/.test(line) ||
    /^\s*\)/.test(line) ||
    /\bfunction\b/.test(line) ||
    /^\s*[\w#[\]'"]+\(.*\{$/.test(line)
  );
}

/** Where the parameters fill several lines, the head begins at the line that the closing bracket answers. */
function beginOfHead(lines: readonly string[], index: number, indent: number): number {
  if (!/^\s*\)/.test(lines[index]!)) return index;
  let start = index - 1;
  while (start > 0 && indentOf(lines[start]!) !== indent) start -= 1;
  return start;
}

/** A blank line is as deep as can be, so that it ends nothing. */
function indentOf(line: string): number {
  const indent = line.search(/\S/);
  return indent === -1 ? Number.POSITIVE_INFINITY : indent;
}
