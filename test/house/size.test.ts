import { describe, expect, it } from 'vitest';
import { countLines, limits, type Measured, measureFunctions } from './size.ts';
import { parseSource, readSourceFiles } from './source-file.ts';

const files = readSourceFiles('src');

/** What is longer stands here with its length, which may only fall; what has become short enough leaves. */
const longFiles: readonly Measured[] = [];
const longFunctions: readonly Measured[] = [];

const beyond = (measured: readonly Measured[], limit: number): Measured[] =>
  measured.filter(({ lines }) => lines > limit);

it('no file of src/ holds more than one idea can need', () => {
  expect(beyond(files.map(countLines), limits.fileLines)).toEqual(longFiles);
});

it('no function of src/ is longer than a screen', () => {
  expect(beyond(files.flatMap(measureFunctions), limits.functionLines)).toEqual(longFunctions);
});

it('the median function is a few lines', () => {
  const lengths = files.flatMap(measureFunctions).map(({ lines }) => lines);
  lengths.sort((one, other) => one - other);

  expect(lengths.length).toBeGreaterThan(500);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(12);
});

describe('measures', () => {
  it.each([
    ['a function', 'function a() {\n  b();\n}\n', [3]],
    [
      'parameters over several lines',
      'export async function a(\n  b: C,\n): Promise<D> {\n  return b;\n}\n',
      [5],
    ],
    [
      'a method and an arrow in it',
      'const a = {\n  b(c) {\n    return c.map((d) => {\n      e(d);\n    });\n  },\n};\n',
      [5, 3],
    ],
    ['no conditions', 'if (a) {\n  b();\n} else if (\n  c\n) {\n  d();\n}\n', []],
    ['a blank line inside', 'function a() {\n  b();\n\n  c();\n}\n', [5]],
  ])('%s', (_, text, lengths) => {
    expect(measureFunctions(parseSource('src/a.ts', text)).map(({ lines }) => lines)).toEqual(lengths);
  });
});

describe('rejects', () => {
  it('a file that took everything in', () => {
    const file = parseSource('src/a.ts', 'run();\n'.repeat(limits.fileLines + 1));

    expect(beyond([countLines(file)], limits.fileLines)).toHaveLength(1);
  });

  it('a function that took everything in', () => {
    const file = parseSource(
      'src/a.ts',
      `const a = () => {\n${'  run();\n'.repeat(limits.functionLines)}};\n`,
    );

    expect(beyond(measureFunctions(file), limits.functionLines)).toHaveLength(1);
  });
});
