import type { PolicyFile } from './policy-file.ts';

type DetailRow = PolicyFile['ticketDetails']['rows'][number];

/** The checklist of ticket details: what satisfies each row. */
export function describeDetails(file: PolicyFile): string[] {
  return file.ticketDetails.rows.map((row) => `${row.name}: ${ways(row).join(', or ')}${note(row)}.`);
}

function ways(row: DetailRow): string[] {
  const labels = row.labels.map((label) => `"${label}:"`).join(' / ');
  return [
    ...(row.field === undefined ? [] : [`the field ${row.field}`]),
    ...(row.attachment ? ['an attachment'] : []),
    ...(labels === '' ? [] : [`a line of the description that begins with ${labels}`]),
  ];
}

function note(row: DetailRow): string {
  const when =
    row.onlyIfMentioned === undefined ? '' : `; only where the ticket mentions ${row.onlyIfMentioned}`;
  return row.optional ? `${when}; never counted as missing` : when;
}
