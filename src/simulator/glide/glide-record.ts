import { cell, type Row } from '../database/row.ts';
import type { GlidePort } from './glide-port.ts';

/** A change as the rules that run after it see it through `current`. */
export interface CurrentRecord {
  readonly table: string;
  readonly operation: 'insert' | 'update' | 'delete';
  readonly row: Row;
  /** The row before an update; null otherwise, and for a rule that runs later, which does not know it any more. */
  readonly before: Row | null;
}

/** The part of the scoped `GlideRecord` that scripts here use, with its habits: strings, and null for what is empty. */
export class GlideRecord {
  readonly #port: GlidePort;
  readonly #table: string;
  readonly #conditions: string[] = [];
  #limit: number | null = null;
  #found: readonly Row[] = [];
  #row: Row = {};
  #values: Record<string, string> = {};
  #change: CurrentRecord | null = null;

  constructor(port: GlidePort, table: string) {
    this.#port = port;
    this.#table = table;
  }

  static ofChange(port: GlidePort, change: CurrentRecord): GlideRecord {
    const record = new GlideRecord(port, change.table);
    record.#row = change.row;
    record.#change = change;
    return record;
  }

  addQuery(field: string, operatorOrValue: string, value?: string): void {
    this.#conditions.push(
      value === undefined ? `${field}=${operatorOrValue}` : `${field}${operatorOrValue}${value}`,
    );
  }

  orderBy(field: string): void {
    this.#conditions.push(`ORDERBY${field}`);
  }

  setLimit(limit: number): void {
    this.#limit = limit;
  }

  query(): void {
    this.#found = this.#port.select(this.#table, this.#conditions.join('^'), this.#limit);
  }

  hasNext(): boolean {
    return this.#found.length > 0;
  }

  next(): boolean {
    const [row, ...others] = this.#found;
    if (row === undefined) return false;
    this.#found = others;
    this.#take(row);
    return true;
  }

  get(sysId: string): boolean {
    const [row] = this.#port.select(this.#table, `sys_id=${sysId}`, 1);
    if (row !== undefined) this.#take(row);
    return row !== undefined;
  }

  initialize(): void {
    this.#take({});
  }

  setValue(field: string, value: unknown): void {
    if (!this.isValidField(field)) throw new Error(`${this.#table} has no field ${field}.`);
    this.#values[field] = String(value ?? '');
  }

  getValue(field: string): string | null {
    return (this.#values[field] ?? cell(this.#row, field)) || null;
  }

  getUniqueValue(): string {
    return cell(this.#row, 'sys_id');
  }

  getRecordClassName(): string {
    return this.#table;
  }

  isValidField(field: string): boolean {
    return this.#port.hasField(this.#table, field);
  }

  operation(): string | null {
    return this.#change?.operation ?? null;
  }

  getElement(field: string): { changes(): boolean } {
    const before = this.#change?.before ?? null;
    return { changes: () => before !== null && cell(before, field) !== cell(this.#row, field) };
  }

  insert(): string | null {
    this.#take(this.#port.insert(this.#table, this.#values));
    return this.getUniqueValue();
  }

  update(): string | null {
    const row = this.#port.update(this.#table, this.getUniqueValue(), this.#values);
    if (row === null) return null;
    this.#take(row);
    return this.getUniqueValue();
  }

  updateMultiple(): void {
    for (const row of this.#matching()) this.#port.update(this.#table, cell(row, 'sys_id'), this.#values);
  }

  deleteMultiple(): void {
    for (const row of this.#matching()) this.#port.remove(this.#table, cell(row, 'sys_id'));
  }

  #matching(): readonly Row[] {
    return this.#port.select(this.#table, this.#conditions.join('^'), null);
  }

  #take(row: Row): void {
    this.#row = row;
    this.#values = {};
  }
}
