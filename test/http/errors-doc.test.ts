import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alertPushErrorCodes } from '../../src/alerts/push-error.ts';
import { type ProblemKind, problemCatalogue } from '../../src/http/problem-catalogue.ts';
import { serviceNowErrorCodes } from '../../src/servicenow/servicenow-error.ts';

const root = new URL('../../', import.meta.url).pathname;
const page = readFileSync(`${root}docs/errors.md`, 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));

/** The codes that error classes of the product carry, read from their sources. */
function codesOfErrorClasses(): string[] {
  const files = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.startsWith('src/simulator/'));
  return files.flatMap((file) => {
    const source = readFileSync(`${root}${file}`, 'utf8');
    const declared = [...source.matchAll(/readonly code = '([^']+)'/g)].map((match) => match[1]!);
    return source.includes('extends Error') ? declared : [];
  });
}

it('docs/errors.md lists every HTTP problem as it is declared, and none that is not', () => {
  const declared = Object.entries(problemCatalogue as Record<string, ProblemKind>);

  expect(rows.filter((row) => /^\| \d{3} \|/.test(row))).toEqual(
    declared.map(([code, { status, title, remedy }]) => `| ${status} | \`${code}\` | ${title} | ${remedy} |`),
  );
});

it('docs/errors.md lists every way in which talking to ServiceNow fails, and none that does not exist', () => {
  const listed = rows.flatMap((row) => /^\| `(servicenow-[a-z-]+)` \|/.exec(row)?.[1] ?? []);

  expect(listed).toEqual([...serviceNowErrorCodes]);
});

it('docs/errors.md lists every way in which telling Alertmanager and Grafana fails', () => {
  const listed = rows.flatMap((row) => /^\| `(alert-push-[a-z-]+)` \|/.exec(row)?.[1] ?? []);

  expect(listed).toEqual([...alertPushErrorCodes]);
});

it('docs/errors.md knows the code of every error class', () => {
  const codes = codesOfErrorClasses();

  expect(codes).toContain('environment-invalid');
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
