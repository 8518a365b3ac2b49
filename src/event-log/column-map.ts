import { z } from 'zod';
import { readConfigFile } from '../config/read-config-file.ts';
import { priorities, ticketStates, tiers } from '../vocabulary.ts';
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
 * Throws a ConfigError that names every fault and its place.
 */
export function readColumnMap(path: string, zone?: string): ColumnMap {
  const { states, priorities: urgencies, tiers: levels, ...format } = readConfigFile(path, columnMapFile);
  return {
    format: { ...format, zone: zone ?? format.zone },
    values: {
      states: states ? new Map(Object.entries(states)) : ownValues.states,
      priorities: urgencies ? new Map(Object.entries(urgencies)) : ownValues.priorities,
      tiers: levels ? new Map(Object.entries(levels)) : ownValues.tiers,
    },
  };
}

function timeFault(times: string, zone: string): string | null {
  try {
    compileTimeReader(times, zone);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
