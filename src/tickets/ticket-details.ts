/** What may satisfy a row by being attached: any file, a picture, or a file that is no picture. */
export const attachmentKinds = ['any', 'image', 'document'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** One row of the checklist of details that a ticket should give (support definition, "Required ticket details"). */
export interface DetailRow {
  readonly name: string;
  /** A filled field of one of these names satisfies it. */
  readonly fields: readonly string[];
  /** So does a line of the description whose label begins with one of these; in lower case. */
  readonly labels: readonly string[];
  /** So does an attachment of this kind. */
  readonly attachment: AttachmentKind | null;
  /** Only asked for where the ticket mentions this word, in lower case. */
  readonly onlyIfMentioned: string | null;
  /** Shown where it is given, never missing. */
  readonly optional: boolean;
}

/** What is remembered of a record for the checklist; the description itself is not. */
export interface DetailFacts {
  /** Values by field name; null where the account may not read the field. */
  readonly fields: Readonly<Record<string, string | null>>;
  /** Labels of the lines of the description that say something, in lower case. */
  readonly labels: readonly string[];
  /** Which words that rows depend on are mentioned. */
  readonly mentions: readonly string[];
}

/** How many files a record has attached. */
export interface Attachments {
  readonly images: number;
  readonly documents: number;
}

/** How complete a ticket is, by the names of the checklist's rows. */
export interface DetailsReport {
  /** How much of what is asked for, and known to be given or missing, is given: 0 to 100. */
  readonly score: number;
  readonly present: readonly string[];
  readonly missing: readonly string[];
  /** Rows that may be satisfied by what we cannot see. */
  readonly unknown: readonly string[];
}

type Standing = 'present' | 'missing' | 'unknown' | 'not-asked';

/** Goes through the checklist. `attachments` are what the record has; null where that is not known. */
export function reportDetails(
  rows: readonly DetailRow[],
  facts: DetailFacts,
  attachments: Attachments | null,
): DetailsReport {
  const standings = rows.map((row) => ({ row, standing: judgeRow(row, facts, attachments) }));
  const rowsThatAre = (wanted: Standing): DetailRow[] =>
    standings.filter(({ standing }) => standing === wanted).map(({ row }) => row);
  const [present, missing] = [rowsThatAre('present'), rowsThatAre('missing')];
  const given = present.filter((row) => !row.optional).length;
  const known = given + missing.length;
  return {
    score: known === 0 ? 100 : Math.round((100 * given) / known),
    present: namesOf(present),
    missing: namesOf(missing),
    unknown: namesOf(rowsThatAre('unknown')),
  };
}

/** Whether knowing the attachments could change what is missing. */
export function dependsOnAttachments(rows: readonly DetailRow[], facts: DetailFacts): boolean {
  return rows.some((row) => row.attachment !== null && judgeRow(row, facts, null) === 'unknown');
}

function judgeRow(row: DetailRow, facts: DetailFacts, attachments: Attachments | null): Standing {
  if (row.onlyIfMentioned !== null && !facts.mentions.includes(row.onlyIfMentioned)) return 'not-asked';
  const values = row.fields.map((field) => facts.fields[field]);
  if (values.some((value) => value)) return 'present';
  if (facts.labels.some((label) => isLabelled(label, row.labels))) return 'present';
  if (row.attachment !== null && attachments !== null && isAttached(row.attachment, attachments)) {
    return 'present';
  }
  if (row.optional) return 'not-asked';
  const isHidden = values.includes(null) || (row.attachment !== null && attachments === null);
  return isHidden ? 'unknown' : 'missing';
}

/** "date and time experienced" begins with "date", "dates" does not. */
function isLabelled(label: string, wanted: readonly string[]): boolean {
  return wanted.some(
    (beginning) => label.startsWith(beginning) && !/^[\p{L}\p{N}]/u.test(label.slice(beginning.length)),
  );
}

function isAttached(kind: AttachmentKind, { images, documents }: Attachments): boolean {
  if (kind === 'image') return images > 0;
  return documents > 0 || (kind === 'any' && images > 0);
}

function namesOf(rows: readonly DetailRow[]): string[] {
  return rows.map(({ name }) => name);
}
