import type { Database } from '../database/database.ts';
import { cell, type Row } from '../database/row.ts';
import type { StoryName } from './stories.ts';

/** Something the demo is going to do. Kept as rows, so that it survives a restart together with the cases. */
export interface Appointment {
  /** The case's `sys_id`, or a name for what concerns no case yet. */
  readonly id: string;
  readonly dueAt: number;
  readonly story: StoryName | 'arrival';
  /** The next step of the story. */
  readonly step: number;
  /** Which case of the demo this is, counted from 1: decides all that chance decides about it. */
  readonly ordinal: number;
  /** For an opening that is decided beforehand; empty where chance decides. */
  readonly priority: string;
  readonly channel: string;
}

export interface Agenda {
  set(appointment: Appointment): void;
  drop(id: string): void;
  next(): Appointment | null;
  all(): Appointment[];
}

/** A table of the simulator's own; no client can see it. */
const TABLE = 'x_simulator_agenda';

export function openAgenda(database: Database): Agenda {
  const read = (row: Row): Appointment => ({
    id: cell(row, 'sys_id'),
    dueAt: Number(cell(row, 'due_at')),
    story: cell(row, 'story') as Appointment['story'],
    step: Number(cell(row, 'step')),
    ordinal: Number(cell(row, 'ordinal')),
    priority: cell(row, 'priority'),
    channel: cell(row, 'channel'),
  });
  const all = (): Appointment[] => [...database.table(TABLE)!.rows()].map(read);
  return {
    set: ({ id, dueAt, story, step, ordinal, priority, channel }) =>
      database.put(TABLE, {
        sys_id: id,
        due_at: String(dueAt),
        story,
        step: String(step),
        ordinal: String(ordinal),
        priority,
        channel,
      }),
    drop: (id) => database.remove(TABLE, id),
    all,
    next: () =>
      all().reduce<Appointment | null>(
        (earliest, candidate) =>
          earliest === null || candidate.dueAt < earliest.dueAt ? candidate : earliest,
        null,
      ),
  };
}

/** Must exist before the state file is read. */
export function defineAgenda(database: Database): void {
  database.define({ name: TABLE, fields: 'due_at# story step# ordinal# priority channel' });
}
