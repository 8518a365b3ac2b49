import type { Database } from '../database/database.ts';
import { cell } from '../database/row.ts';
import type { Instance } from '../instance/instance.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { GlidePort, LogLevel } from './glide-port.ts';

export interface InstancePortParts {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: InstanceClock;
  /** In whose session the script runs. */
  userName(): string;
  log(level: LogLevel, message: string): void;
}

/** The instance as its scripts reach it, all but the network: who waits for an answer holds up everything else. */
export function openInstancePort(parts: InstancePortParts): Omit<GlidePort, 'send'> {
  const { instance, database, clock } = parts;
  const by = (): { readonly by: string } => ({ by: parts.userName() });
  return {
    select(table, query, limit) {
      const rows = instance.find(table, query);
      return limit === null ? rows : rows.slice(0, limit);
    },
    insert: (table, values) => instance.insert(table, values, by()),
    update: (table, sysId, values) => instance.update(table, sysId, values, by()),
    remove: (table, sysId) => instance.delete(table, sysId, by()),
    hasField: (table, field) => database.table(table)?.definition.fields.has(field) ?? false,
    hierarchy(table) {
      const tables: string[] = [];
      for (let name: string | null = table; name !== null; ) {
        tables.push(name);
        name = database.table(name)?.definition.parent ?? null;
      }
      return tables;
    },
    property(name) {
      const [row = {}] = instance.find('sys_properties', `name=${name}`);
      return cell(row, 'value') || null;
    },
    userName: parts.userName,
    now: () => clock.now(),
    log: parts.log,
  };
}
