import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { declaredNames, readAlerts } from './rules.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'docs/runbooks');
const pages = readdirSync(folder).filter((file) => file !== 'README.md');
/** Alerts that no rule raises: the service pushes them itself. */
const pushed = ['TicketSlaBreached'];

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

it('there is a runbook for every alert, and for nothing else', () => {
  const alerts = [...readAlerts().map(({ alert }) => alert), ...pushed];
  expect(pages.sort()).toEqual(alerts.map((name) => `${name}.md`).sort());
});

describe.each(pages)('%s', (file) => {
  const text = read(file);

  it('says what the alert means, whom it hurts, how to look and what to do', () => {
    const headings = [...text.matchAll(/^#+ .*$/gm)].map(([heading]) => heading);
    expect(headings).toEqual([
      `# ${path.basename(file, '.md')}`,
      '## Meaning',
      '## Impact',
      '## Diagnosis',
      '## Mitigation',
    ]);
    const sections = text.split(/^## \w+$/m).slice(1);
    expect(sections.filter((section) => section.trim().length < 25)).toEqual([]);
  });

  it('names only metrics and routes that exist', () => {
    const metrics = [...text.matchAll(/\bslabridge_\w+/g)].map(([name]) =>
      name.replace(/_(count|sum|bucket)$/, ''),
    );
    expect(metrics.filter((name) => !declaredNames.has(name))).toEqual([]);
    expect(routesIn(text).filter((route) => !isServed(route))).toEqual([]);
  });
});

/** Every text in a route file that could be part of a path. */
const routeTexts = readdirSync(path.join(root, 'src/admin'))
  .filter((file) => file.endsWith('-route.ts'))
  .map((file) => readFileSync(path.join(root, 'src/admin', file), 'utf8'))
  .join('\n');

function routesIn(text: string): string[] {
  return [...text.matchAll(/`(?:GET|POST) \/admin(\/[^`?]*)/g)].map((match) =>
    match[1]!.replace(/\{(\w+)\}/g, ':$1'),
  );
}

function isServed(route: string): boolean {
  const action = route.split('/').at(-1)!;
  return routeTexts.includes(`'${route}'`) || new RegExp(`['\\x60/]${action}['\\x60]`).test(routeTexts);
}

it('index names every runbook', () => {
  const listed = [...read('README.md').matchAll(/\]\((\w+\.md)\)/g)].map((match) => match[1]!);
  expect(listed.sort()).toEqual([...pages].sort());
});
