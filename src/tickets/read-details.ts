import type { Observation } from '../servicenow/observation.ts';
import type { DetailFacts } from './ticket-details.ts';

/** Picks from a record what the checklist of ticket details looks at; `words` are those that rows depend on. */
export function readDetails(seen: Observation, words: readonly string[]): DetailFacts {
  const { details, shortDescription, description, serviceLine } = seen;
  const text = [shortDescription, description, serviceLine, ...Object.values(details)]
    .join('\n')
    .toLowerCase();
  return {
    fields: details,
    labels: readLabels(description),
    mentions: words.filter((word) => text.includes(word)),
  };
}

/** Whoever writes more than this in a description does not fill in the template. */
const LONGEST_READ = 20_000;
const MOST_LABELS = 60;

/** `1. Phone model: …`, `* Has it ever worked? …`, `Fault - …`, and cells of a table, which arrive with a tab. */
const LABELLED =
  /^[\s>*•–-]*(?:\d{1,2}[.)]\s*)?(?<label>\p{L}[^:?\t]{1,79}?)\s*(?:[:?\t]+|\s[-–—]\s)\s*(?<value>.*)$/u;

/** What the template itself has in a cell says nothing. */
const PLACEHOLDER = /^(<[^>]*>|DD\/MM\/YYYY.*)$/i;

/** The labels of the lines that say something, behind the label or on the next line; in lower case, each once. */
export function readLabels(description: string): string[] {
  const found = new Set<string>();
  let open: string | null = null;
  for (const line of description.slice(0, LONGEST_READ).split(/\r\n|\r|\n/)) {
    const { label, value = line } = LABELLED.exec(line)?.groups ?? {};
    if (label !== undefined) open = label.trim().replace(/\s+/g, ' ').toLowerCase();
    if (open === null || !saysSomething(value)) continue;
    found.add(open);
    open = null;
  }
  return [...found].slice(0, MOST_LABELS);
}

function saysSomething(value: string): boolean {
  const text = value.trim();
  return /[\p{L}\p{N}]/u.test(text) && !PLACEHOLDER.test(text);
}
