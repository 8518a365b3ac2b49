import { expect, it } from 'vitest';
import { blankText } from './blank-text.ts';
import { parseSource } from './source-file.ts';

it.each([
  ["a line's comment", 'run(); // Date.now()', 'run();              '],
  ['a comment of several lines', 'a /* Date\n.now() */ b', 'a        \n          b'],
  ['a string', "say('Date.now()')", "say('          ')"],
  ['a string with an escaped quote', String.raw`say('it\'s') + b`, "say('     ') + b"],
  ['a regular expression', 'const a = /Date.now/.test(b)', 'const a = /        /.test(b)'],
  ['a regular expression with a slash in a class', 'x(/[/"]/, b)', 'x(/    /, b)'],
  ['a division', "a / b / c('x')", "a / b / c(' ')"],
  ['the text of a template', '`now: Date.now()`', '`               `'],
])('takes away %s', (_, source, code) => {
  expect(blankText(source)).toBe(code);
});

it('keeps the code inside a template', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template is what is read here
  expect(blankText('`at ${new Date({ a: `b${c}` })} //`')).toBe('`   ${new Date({ a: ` ${c}` })}   `');
});

it('finds imports of every form, and none in comments and texts', () => {
  const { imports } = parseSource(
    'src/a/b.ts',
    [
      "import { type One, two as zwei } from './one.ts';",
      "import type {\n  Three,\n} from '../three.ts';",
      "import Four, * as five from '@scope/four/deep';",
      "export { six } from 'node:six/deep';",
      "import './seven.ts';",
      "const eight = await import('eight');",
      "// import nine from 'nine';",
      "const text = `import ten from 'ten'`;",
    ].join('\n'),
  );

  expect(imports).toEqual([
    { target: 'src/a/one.ts', isInternal: true, isTypeOnly: false, names: ['One', 'two'] },
    { target: 'src/three.ts', isInternal: true, isTypeOnly: true, names: ['Three'] },
    { target: '@scope/four', isInternal: false, isTypeOnly: false, names: [] },
    { target: 'node:six', isInternal: false, isTypeOnly: false, names: ['six'] },
    { target: 'src/a/seven.ts', isInternal: true, isTypeOnly: false, names: [] },
    { target: 'eight', isInternal: false, isTypeOnly: false, names: [] },
  ]);
});
