import type { Database } from '../database/database.ts';
import type { Field, TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { findReferenced } from '../query/field-path.ts';
import { formatInZone, parseWireTime } from '../time/wire-time.ts';
import { createChoices } from './choices.ts';
import { readJournal } from './journal.ts';

/** Turns raw values into what a user would read on the form. */
export interface DisplayValues {
  of(definition: TableDefinition, field: Field, row: Row, timeZone: string): string;
  /** What an empty field shows where value and label are asked for together: instances are not consistent there. */
  ofEmpty(definition: TableDefinition, field: Field): string | null;
  /** What stands for a whole record where another refers to it. */
  ofRecord(table: string, row: Row): string;
  /** The raw value that a label stands for; the text itself if it is no label. */
  parse(definition: TableDefinition, field: Field, label: string): string;
}

export function createDisplayValues(database: Database): DisplayValues {
  const choices = createChoices(database);
  const ofRecord = (table: string, row: Row): string => {
    const definition = database.table(cell(row, 'sys_class_name') || table)?.definition;
    return cell(row, (definition ?? database.table(table)!.definition).displayField);
  };
  return {
    ofRecord,
    of(definition, field, row, timeZone) {
      if (field.type === 'journal') return displayJournal(database, field, row, timeZone);
      if (field.type === 'password') return '********';
      const raw = cell(row, field.name);
      if (raw === '') return '';
      if (field.type === 'reference') return displayReference(database, field, raw, ofRecord);
      if (field.type === 'datetime') return formatInZone(parseWireTime(raw), timeZone);
      if (field.type === 'duration') return displayDuration(raw);
      const label = choices.label(definition, field.name, raw);
      if (label !== null) return label;
      return field.type === 'integer' ? displayNumber(raw) : raw;
    },
    ofEmpty(definition, field) {
      if (DUE_DATES.includes(field.name)) return 'UNKNOWN';
      return choices.hasAny(definition, field.name) ? null : '';
    },
    parse(definition, field, label) {
      if (field.type === 'reference') return parseReference(database, field, label);
      return choices.value(definition, field.name, label) ?? label;
    },
  };
}

/** Dates of a type of their own, whose empty value has a word. */
const DUE_DATES = ['due_date', 'activity_due'];

/** Thousands are separated; what is no number is shown as it is. */
function displayNumber(raw: string): string {
  const value = Number(raw);
  return Number.isNaN(value) ? raw : value.toLocaleString('en-US');
}

function displayReference(
  database: Database,
  field: Field,
  sysId: string,
  ofRecord: DisplayValues['ofRecord'],
): string {
  const target = findReferenced(database, field.reference!, sysId);
  // A reference that points nowhere shows what it holds: `global` domains do.
  return target === undefined ? sysId : ofRecord(field.reference!, target);
}

/** A `sys_id` or the display value of exactly one record. */
function parseReference(database: Database, field: Field, text: string): string {
  const store = database.table(field.reference!);
  if (store === undefined || text === '' || /^[0-9a-f]{32}$/.test(text)) return text;
  const { displayField } = store.definition;
  const found = [...(store.lookUp(displayField, text) ?? store.rows())].filter(
    (row) => cell(row, displayField) === text,
  );
  return found.length === 1 ? cell(found[0]!, 'sys_id') : text;
}

const JOURNAL_LABELS: Readonly<Record<string, string>> = {
  comments: 'Additional comments',
  work_notes: 'Work notes',
};

/** All entries of a journal field in one text, newest first. */
function displayJournal(database: Database, field: Field, row: Row, timeZone: string): string {
  const wanted = (element: string): boolean =>
    field.name === 'comments_and_work_notes' ? element in JOURNAL_LABELS : element === field.name;
  return readJournal(database, cell(row, 'sys_id'))
    .filter(({ element }) => wanted(element))
    .reverse()
    .map(({ element, value, createdOn, createdBy }) => {
      const when = formatInZone(parseWireTime(createdOn), timeZone);
      const who = [...(database.table('sys_user')!.lookUp('user_name', createdBy) ?? [])][0];
      const name = who === undefined ? createdBy : cell(who, 'name');
      return `${when} - ${name} (${JOURNAL_LABELS[element] ?? element})\n${value}\n\n`;
    })
    .join('');
}

/** Durations are stored as offsets from 1970-01-01. */
function displayDuration(raw: string): string {
  let seconds = Math.round(parseWireTime(raw) / 1000);
  if (Number.isNaN(seconds)) return raw;
  const parts: string[] = [];
  for (const [unit, length] of Object.entries({ Day: 86_400, Hour: 3600, Minute: 60, Second: 1 })) {
    const count = Math.floor(seconds / length);
    seconds -= count * length;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 Seconds' : parts.join(' ');
}
