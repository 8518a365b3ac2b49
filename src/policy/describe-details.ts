import type { AttachmentKind } from '../tickets/ticket-details.ts';
import type { PolicyFile } from './policy-file.ts';

type DetailRow = PolicyFile['ticketDetails']['rows'][number];

/** The checklist of ticket details: what satisfies each row. */
export function describeDetails(file: PolicyFile): string[] {
  return file.ticketDetails.rows.map((row) => `${row.name}: ${ways(row).join(', or ')}${note(row)}.`);
}

const attached: Record<AttachmentKind, string> = {
  any: 'an attachment',
  image: 'an attached picture',
  document: 'an attachment that is no picture',
};

function ways(row: DetailRow): string[] {
  const labels = row.labels.map((label) => `"${label}"`).join(' / ');
  return [
    ...(row.fields.length === 0 ? [] : [`the field ${row.fields.join(' or ')}`]),
    ...(row.attachment === undefined ? [] : [attached[row.attachment]]),
    ...(labels === '' ? [] : [`a line of the description that begins with ${labels} and says something`]),
  ];
}

function note(row: DetailRow): string {
  const when =
    row.onlyIfMentioned === undefined ? '' : `; only where the ticket mentions ${row.onlyIfMentioned}`;
  return row.optional ? `${when}; never counted as missing` : when;
}
