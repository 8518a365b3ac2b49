import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listRepositoryFiles, projectRoot } from './repository.ts';

/** One page of the documentation. */
export interface Page {
  /** Relative to the project. */
  readonly path: string;
  readonly text: string;
}

export function readPage(file: string): Page {
  return { path: file, text: readFileSync(path.join(projectRoot, file), 'utf8') };
}

/** Every page of the repository. */
export function readPages(): Page[] {
  return listRepositoryFiles()
    .filter((file) => file.endsWith('.md'))
    .map(readPage);
}

/** Where the links of a page lead, outside addresses left out. */
export function findLinks(page: Page): string[] {
  const links = [...withoutBlocks(page.text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

/** Why a link leads nowhere, or null. `exists` and `read` answer for the repository. */
export function judgeLink(
  page: Page,
  link: string,
  repository: { has(path: string): boolean; read(path: string): string },
): string | null {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? page.path : path.posix.join(path.posix.dirname(page.path), target);
  if (!repository.has(file)) return `${page.path}: there is no ${file}`;
  if (anchor === undefined || listAnchors(repository.read(file)).includes(anchor)) return null;
  return `${page.path}: ${file} has no heading #${anchor}`;
}

/** The rows of the table under a heading, without its head; cells keep their marks. */
export function readTable(page: Page, heading: string): string[][] {
  return sectionOf(page.text, heading)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The text of code marks: `like this`. */
export function findMarked(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
}

/** From a heading that holds `words` to the next heading of its rank or a higher one. */
function sectionOf(text: string, words: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.includes(words));
  if (start === -1) return '';
  const rank = lines[start]!.indexOf(' ');
  const length = lines.slice(start + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= rank);
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}

/** The anchors that GitHub gives to headings. */
function listAnchors(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}
