/** Characters after which a `/` begins a regular expression and does not divide. */
const BEFORE_REGEX = /(^|[=(,:;!&|?{}[\n+\-*%<>~^]|\b(return|typeof|case|in|of|do|else|await|yield))\s*$/;

/**
 * The same text with comments, and the insides of strings and regular expressions, turned into blanks; lines and
 * columns stay. What is left is code, so that a word found in it is used and not only mentioned.
 */
export function blankText(source: string): string {
  let code = '';
  let index = 0;
  const blankUntil = (end: number): void => {
    code += source.slice(index, end).replace(/[^\n]/g, ' ');
    index = end;
  };
  const keep = (count: number): void => {
    code += source.slice(index, index + count);
    index += count;
  };
  /** Code up to the brace that closes it (of `${…}` in a template) or the end. */
  const readCode = (isNested: boolean): void => {
    let depth = 0;
    while (index < source.length) {
      const char = source[index]!;
      if (source.startsWith('//', index)) blankUntil(endOfLine(source, index));
      else if (source.startsWith('/*', index)) blankUntil(endAfter(source, '*/', index + 2));
      else if (char === "'" || char === '"') readQuoted(char);
      else if (char === '`') readTemplate();
      else if (char === '/' && BEFORE_REGEX.test(code.slice(-16))) readRegex();
      else if (isNested && char === '}' && depth === 0) return;
      else {
        if (char === '{') depth += 1;
        if (char === '}') depth -= 1;
        keep(1);
      }
    }
  };
  const readQuoted = (quote: string): void => {
    keep(1);
    let end = index;
    while (end < source.length && source[end] !== quote && source[end] !== '\n')
      end += source[end] === '\\' ? 2 : 1;
    blankUntil(end);
    keep(1);
  };
  const readTemplate = (): void => {
    keep(1);
    while (index < source.length && source[index] !== '`') {
      if (source.startsWith('${', index)) {
        keep(2);
        readCode(true);
        keep(1);
      } else blankUntil(index + (source[index] === '\\' ? 2 : 1));
    }
    keep(1);
  };
  const readRegex = (): void => {
    keep(1);
    let end = index;
    let isInClass = false;
    while (end < source.length && source[end] !== '\n' && (isInClass || source[end] !== '/')) {
      if (source[end] === '[') isInClass = true;
      if (source[end] === ']') isInClass = false;
      end += source[end] === '\\' ? 2 : 1;
    }
    blankUntil(end);
    keep(1);
  };
  readCode(false);
  return code;
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end === -1 ? source.length : end;
}

function endAfter(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found === -1 ? source.length : found + mark.length;
}
