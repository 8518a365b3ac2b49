import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ProblemKind, problemCatalogue } from '../../src/http/problem-catalogue.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

it('docs/errors.md lists every HTTP problem as it is declared, and none that is not', () => {
  const declared = Object.entries(problemCatalogue as Record<string, ProblemKind>);
  const rows = page.split('\n').filter((line) => /^\| \d{3} \|/.test(line));

  expect(rows).toEqual(
    declared.map(([code, { status, title, remedy }]) => `| ${status} | \`${code}\` | ${title} | ${remedy} |`),
  );
});
