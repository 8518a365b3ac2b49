import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { priorities, ticketStates, tiers } from '../vocabulary.ts';
import { EventLogError } from './event-log-error.ts';
import { type EventLogFormat, eventLogColumns } from './event-log-format.ts';
import { type EventLogValues, ownValues } from './event-log-values.ts';
import { compileTimeReader } from './log-time.ts';

/** Everything that has to be said about a log: how it is written, and what its values mean. */
export interface ColumnMap {
  readonly format: EventLogFormat;
  readonly values: EventLogValues;
}

const header = z.string().min(1);

const columnMapFile = z
  .strictObject({
    columns: z
      .partialRecord(z.enum(eventLogColumns), header)
      .refine((columns) => requiredColumns.every((column) => column in columns), {
        error: 'must name the headers of number, updatedAt, state and priority',
      }),
    times: z.string().default('iso'),
    zone: z.string().default('UTC'),
    missing: z.array(z.string()).default(['']),
    delimiter: z.string().length(1).default(','),
    states: z.record(z.string(), z.enum(ticketStates)).optional(),
    priorities: z.record(z.string(), z.enum(priorities)).optional(),
    tiers: z.record(z.string(), z.union(tiers.map((tier) => z.literal(tier)))).optional(),
  })
  .superRefine((map, context) => {
    const fault = timeFault(map.times, map.zone);
    if (fault !== null) context.addIssue({ code: 'custom', path: ['times'], message: fault });
  });

const requiredColumns = ['number', 'updatedAt', 'state', 'priority'] as const;

/**
 * Reads a column map (YAML or JSON). `zone`, when given, counts instead of the file's own.
 * Throws `event-log-map-invalid`, naming every fault and its place.
 */
export async function readColumnMap(path: string, zone?: string): Promise<ColumnMap> {
  const read = columnMapFile.safeParse(await parsedFile(path));
  if (!read.success) {
    const faults = read.error.issues.map(
      (issue) => `  ${issue.path.join('.') || 'the file'}: ${issue.message}`,
    );
    throw new EventLogError('event-log-map-invalid', [`${path}: no valid column map`, ...faults].join('\n'));
  }
  const { states, priorities: urgencies, tiers: levels, ...format } = read.data;
  return {
    format: { ...format, zone: zone ?? format.zone },
    values: {
      states: states ? new Map(Object.entries(states)) : ownValues.states,
      priorities: urgencies ? new Map(Object.entries(urgencies)) : ownValues.priorities,
      tiers: levels ? new Map(Object.entries(levels)) : ownValues.tiers,
    },
  };
}

async function parsedFile(path: string): Promise<unknown> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EventLogError('event-log-map-invalid', `${path}: cannot be read as YAML or JSON: ${reason}`, {
      cause: error,
    });
  }
}

function timeFault(times: string, zone: string): string | null {
  try {
    compileTimeReader(times, zone);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
