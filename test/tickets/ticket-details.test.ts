import { describe, expect, it } from 'vitest';
import { buildChecklist, wordsOf } from '../../src/policy/checklist.ts';
import { readDetails } from '../../src/tickets/read-details.ts';
import {
  type Attachments,
  type DetailFacts,
  type DetailRow,
  dependsOnAttachments,
  reportDetails,
} from '../../src/tickets/ticket-details.ts';
import { observation } from '../support/observations.ts';
import { shipped } from '../support/story.ts';

const row = (given: Partial<DetailRow>): DetailRow => ({
  name: 'Row',
  fields: [],
  labels: [],
  attachment: null,
  onlyIfMentioned: null,
  optional: false,
  ...given,
});
const none: Attachments = { images: 0, documents: 0 };
const facts = (given: Partial<DetailFacts> = {}): DetailFacts => ({
  fields: {},
  labels: [],
  mentions: [],
  ...given,
});
const standing = (one: DetailRow, known: DetailFacts, attachments: Attachments | null = none): string => {
  const { present, missing, unknown } = reportDetails([one], known, attachments);
  if (present.length > 0) return 'present';
  if (missing.length > 0) return 'missing';
  return unknown.length > 0 ? 'unknown' : 'not asked for';
};

describe('a row is satisfied', () => {
  it('by its field', () => {
    const one = row({ fields: ['product'] });
    expect(standing(one, facts({ fields: { product: 'Webex' } }))).toBe('present');
    expect(standing(one, facts({ fields: { product: '' } }))).toBe('missing');
    expect(standing(one, facts())).toBe('missing');
  });

  it('by whichever of its fields the table has', () => {
    const one = row({ fields: ['product', 'cmdb_ci'] });
    expect(standing(one, facts({ fields: { cmdb_ci: 'router' } }))).toBe('present');
    expect(standing(one, facts({ fields: { product: '', cmdb_ci: 'router' } }))).toBe('present');
  });

  it('by a line whose label begins with one of its own', () => {
    const one = row({ labels: ['date', 'experienced'] });
    expect(standing(one, facts({ labels: ['date and time experienced'] }))).toBe('present');
    expect(standing(one, facts({ labels: ['date/time'] }))).toBe('present');
    expect(standing(one, facts({ labels: ['dates'] }))).toBe('missing');
    expect(standing(one, facts({ labels: ['update'] }))).toBe('missing');
  });

  it('by an attachment of its kind', () => {
    const picture = { images: 1, documents: 0 };
    const log = { images: 0, documents: 1 };
    const byKind = (['image', 'document', 'any'] as const).map((attachment) =>
      [none, picture, log].map((attached) => standing(row({ attachment }), facts(), attached)),
    );
    expect(byKind).toEqual([
      ['missing', 'present', 'missing'],
      ['missing', 'missing', 'present'],
      ['missing', 'present', 'present'],
    ]);
    expect(standing(row({}), facts(), log)).toBe('missing');
  });
});

describe('a row is unknown, and never missing,', () => {
  it('while nobody knows whether anything is attached', () => {
    expect(standing(row({ attachment: 'any' }), facts(), null)).toBe('unknown');
    expect(standing(row({ attachment: 'any', labels: ['logs'] }), facts({ labels: ['logs'] }), null)).toBe(
      'present',
    );
  });

  it('where the account may not read its field', () => {
    expect(standing(row({ fields: ['product'] }), facts({ fields: { product: null } }))).toBe('unknown');
  });
});

describe('a row is not asked for', () => {
  it('where the word that it depends on is not mentioned', () => {
    const one = row({ onlyIfMentioned: 'webex' });
    expect(standing(one, facts())).toBe('not asked for');
    expect(standing(one, facts({ mentions: ['webex'] }))).toBe('missing');
  });

  it('where it is optional', () => {
    const one = row({ optional: true, labels: ['screen shots'], attachment: 'image' });
    expect(standing(one, facts())).toBe('not asked for');
    expect(standing(one, facts(), null)).toBe('not asked for');
    expect(standing(one, facts(), { images: 1, documents: 0 })).toBe('present');
  });
});

it('the score is the share of what is given among what is known', () => {
  const rows = [
    row({ name: 'one', fields: ['a'] }),
    row({ name: 'two', fields: ['b'] }),
    row({ name: 'three', fields: ['c'] }),
    row({ name: 'four', attachment: 'any' }),
    row({ name: 'five', fields: ['a'], optional: true }),
  ];
  const known = facts({ fields: { a: 'given', b: 'given' } });

  expect(reportDetails(rows, known, null)).toEqual({
    score: 67,
    present: ['one', 'two', 'five'],
    missing: ['three'],
    unknown: ['four'],
  });
});

it('attachments are worth asking for only where they could satisfy what nothing else does', () => {
  const one = row({ attachment: 'any', labels: ['logs'] });
  expect(dependsOnAttachments([one], facts())).toBe(true);
  expect(dependsOnAttachments([one], facts({ labels: ['logs'] }))).toBe(false);
  expect(dependsOnAttachments([{ ...one, optional: true }], facts())).toBe(false);
  expect(dependsOnAttachments([{ ...one, onlyIfMentioned: 'webex' }], facts())).toBe(false);
  expect(dependsOnAttachments([row({ fields: ['product'] })], facts({ fields: { product: null } }))).toBe(
    false,
  );
});

describe('the shipped checklist', () => {
  const checklist = buildChecklist(shipped.file);
  const report = (description: string, fields: DetailFacts['fields'] = {}) =>
    reportDetails(
      checklist,
      readDetails(observation(0, { description, details: fields }), wordsOf(checklist)),
      none,
    );

  it('is satisfied by the template, filled in', () => {
    const description = [
      'Customer name and service reference if possible: Boxeo, SR-100',
      'Fault description: one way audio',
      'Product / CPE details',
      '1. Phone model/user details/mac address: Poly VVX 450',
      'Date and time experienced / is it still happening: 04/03/2024, 10:00, yes',
      'Has the service ever worked, when did it last work? Yes, yesterday',
      'Call logs with calling and called party no.: 0207… to 0113…',
      'What diagnoses has been completed:',
      '1. Local LAN checked',
      'For Webex issues, provide logs from PC / device: sent by mail',
    ].join('\n');

    expect(report(description)).toMatchObject({ score: 100, missing: [], unknown: [] });
    expect(report(description).present).toHaveLength(8);
  });

  it('misses what the document asks for and a hasty ticket does not give', () => {
    const { missing, score } = report('It does not work. Please call me back.', {
      account: '0123456789abcdef0123456789abcdef',
      short_description: 'No dial tone',
      product: '',
    });

    expect(missing).toEqual([
      'Product / CPE details',
      'Date and time experienced, is it still happening',
      'Has the service ever worked, when did it last work',
      'Call logs with calling and called party number, date and time, test numbers',
      'What diagnoses have been completed',
    ]);
    expect(score).toBe(29);
  });

  it('asks for Webex logs only where Webex is mentioned', () => {
    const row = 'Webex logs from PC or device';
    expect(report('No sound').missing).not.toContain(row);
    expect(report('No sound in Webex').missing).toContain(row);
  });
});
