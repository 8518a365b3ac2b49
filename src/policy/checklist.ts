import type { DetailRow } from '../tickets/ticket-details.ts';
import type { PolicyFile } from './policy-file.ts';

/** The checklist of ticket details, ready to be gone through. */
export function buildChecklist(file: PolicyFile): DetailRow[] {
  return file.ticketDetails.rows.map((row) => ({
    name: row.name,
    fields: row.fields,
    labels: row.labels.map((label) => label.trim().toLowerCase()),
    attachment: row.attachment ?? null,
    onlyIfMentioned: row.onlyIfMentioned?.trim().toLowerCase() ?? null,
    optional: row.optional,
  }));
}

/** The words that rows of a checklist depend on. */
export function wordsOf(checklist: readonly DetailRow[]): string[] {
  return [...new Set(checklist.flatMap(({ onlyIfMentioned }) => onlyIfMentioned ?? []))];
}
