import { cell, type Row } from '../database/row.ts';
import type { WriteOptions } from '../instance/instance.ts';
import type { ControlAnswer } from './control-context.ts';
import { type GenerateOrder, generateRecords } from './generate.ts';

interface InsertBody {
  readonly records?: readonly Row[];
  readonly options?: WriteOptions;
}

interface UpdateBody {
  readonly values?: Row;
  readonly options?: WriteOptions;
}

const MOST_ROWS = 1000;

/** `GET /records/{table}?query=&limit=`: raw rows, whatever the access rules. */
export const answerFind: ControlAnswer = ({ parts, parameters }, { instance }) => {
  const rows = instance.find(parts[0]!, parameters.get('query') ?? '');
  return { total: rows.length, records: rows.slice(0, Number(parameters.get('limit') ?? MOST_ROWS)) };
};

export const answerGet: ControlAnswer = ({ parts }, { instance }) => {
  const row = instance.get(parts[0]!, parts[1]!);
  return row === undefined ? null : { record: row };
};

/** `POST /records/{table} {"records": [{…}], "options": {…}}`; system fields in a record are taken as they are. */
export const answerInsert: ControlAnswer = ({ parts, body }, { instance }) => {
  const { records = [], options = {} } = body as InsertBody;
  const rows = records.map((values) => instance.insert(parts[0]!, values, options));
  return { sys_ids: rows.map((row) => cell(row, 'sys_id')), numbers: rows.map((row) => cell(row, 'number')) };
};

/** `PATCH /records/{table}/{sys_id} {"values": {…}, "options": {…}}` */
export const answerUpdate: ControlAnswer = ({ parts, body }, { instance }) => {
  const { values = {}, options = {} } = body as UpdateBody;
  const row = instance.update(parts[0]!, parts[1]!, values, options);
  return row === null ? null : { record: row };
};

/** `DELETE /records/{table}/{sys_id}[?audit=false][&workflow=false]` */
export const answerDelete: ControlAnswer = ({ parts, parameters }, { instance }) => {
  const isOn = (name: string): boolean => parameters.get(name) !== 'false';
  const options = { audit: isOn('audit'), workflow: isOn('workflow') };
  return instance.delete(parts[0]!, parts[1]!, options) ? {} : null;
};

export const answerGenerate: ControlAnswer = ({ body }, { instance, clock }) => ({
  inserted: generateRecords(instance, body as GenerateOrder, clock.now()),
});

export const answerJournal: ControlAnswer = ({ parts }, { instance }) => ({
  entries: instance.journal(parts[0]!),
});
