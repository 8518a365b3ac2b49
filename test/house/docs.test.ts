import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { remedies } from '../../src/config/environment-remedies.ts';
import { settings } from '../../src/config/environment-settings.ts';
import { gatherValues } from '../../src/config/environment-source.ts';
import * as vocabulary from '../../src/vocabulary.ts';
import { findLinks, findMarked, judgeLink, readPage, readPages, readTable } from './markdown.ts';
import { projectRoot, repository } from './repository.ts';

const readme = readPage('README.md');
const variables = Object.keys(remedies);

describe("the README's table of variables", () => {
  const rows = readTable(readme, 'Configuration');
  const nameOf = (row: readonly string[]): string => findMarked(row[0]!)[0]!;

  it('names every variable that is read, and no other', () => {
    expect(rows.map(nameOf).sort()).toEqual([...variables].sort());
  });

  it('marks exactly those that may be given as a file', () => {
    const givenByFile = variables.filter((name) => {
      const { values } = gatherValues({ [`${name}_FILE`]: 'secret.txt' }, () => 'text');
      return name in values;
    });

    const marked = rows.filter((row) => row[0]!.includes('†')).map(nameOf);
    expect(marked.sort()).toEqual(givenByFile.sort());
  });

  it('tells defaults that mean the same when they are given', () => {
    const instance = {
      SERVICENOW_URL: 'https://example.org',
      SERVICENOW_AUTH: 'api-key',
      SERVICENOW_API_KEY: 'key',
    };
    const read = (env: Record<string, string>): string =>
      JSON.stringify(readEnvironment({ ...instance, ...env }, () => ''));
    const told = rows.map((row) => ({ name: nameOf(row), value: findMarked(row[1]!)[0] }));
    const differing = told.filter(
      ({ name, value }) => value !== undefined && read({ [name]: value }) !== read({}),
    );

    expect(told.filter(({ value }) => value !== undefined).length).toBeGreaterThan(10);
    expect(differing).toEqual([]);
  });

  it('is silent about a default only where there is none', () => {
    const defaults = settings.parse({}) as Record<string, unknown>;
    const silent = rows.filter((row) => row[1] === '').map(nameOf);

    expect(silent.filter((name) => defaults[name] !== undefined)).toEqual([]);
  });
});

it('.env.example names every variable once, and no other', () => {
  const named = [...repository.read('.env.example').matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) =>
    variables.includes(match[1]!) ? match[1]! : match[1]!.replace(/_FILE$/, ''),
  );

  expect(named.sort()).toEqual([...variables].sort());
});

it('the README names every command, and no other', () => {
  const help = execFileSync(process.execPath, ['bin/sla-bridge.js', '--help'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const commands = [...help.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map((match) => match[1]!);
  const told = readTable(readme, 'Commands').map((row) => findMarked(row[0]!)[0]!.split(' ')[0]!);

  expect(commands.length).toBeGreaterThan(5);
  expect(told).toEqual(commands);
});

it('the glossary explains exactly the words of each closed list', () => {
  const glossary = readPage('docs/glossary.md');
  const lists = Object.entries(vocabulary).filter(([, words]) => Array.isArray(words));
  const explained = lists.map(([name]) => [
    name,
    readTable(glossary, `(\`${name}\`)`).map((row) => findMarked(row[0]!)[0]),
  ]);

  expect(explained).toEqual(lists.map(([name, words]) => [name, words.map(String)]));
});

describe('pages', () => {
  const pages = readPages();

  it('link to what exists', () => {
    const broken = pages.flatMap((page) => findLinks(page).map((link) => judgeLink(page, link, repository)));

    expect(broken.filter((reason) => reason !== null)).toEqual([]);
  });

  it('name files and folders that exist', () => {
    const named = pages.flatMap((page) =>
      findMarked(page.text)
        .filter((text) => /^(src|test|docs|config|deploy|bench|bin|\.ci)\/[\w./-]*$/.test(text))
        .map((text) => ({ page: page.path, text })),
    );

    expect(named.filter(({ text }) => !repository.has(text))).toEqual([]);
  });

  it('name npm scripts that exist', () => {
    const { scripts } = JSON.parse(repository.read('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) =>
      [...page.text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!),
    );

    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it.each([
    'nowhere.md',
    'glossary.md#no-such-heading',
    '../test/house/none.ts',
  ])('are not believed about %s', (link) => {
    expect(judgeLink(readPage('docs/glossary.md'), link, repository)).not.toBeNull();
  });

  it.each(['glossary.md#terms', '../README.md', 'decisions/'])('are believed about %s', (link) => {
    expect(judgeLink(readPage('docs/glossary.md'), link, repository)).toBeNull();
  });
});

it('decisions are numbered without a gap, and each says why, what, an example and what follows', () => {
  const decisions = readPages().filter(({ path }) => path.startsWith('docs/decisions/'));
  const numbers = decisions.map(({ path }) => Number(/\/(\d{4})-/.exec(path)?.[1]));

  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  for (const part of ['Context', 'Decision', 'Example', 'Consequences']) {
    expect(decisions.filter(({ text }) => !text.includes(`**${part}.**`)).map(({ path }) => path)).toEqual(
      [],
    );
  }
});
