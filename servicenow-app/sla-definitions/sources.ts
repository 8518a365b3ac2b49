import { findRuleFiles } from '../../src/commands/config-files.ts';
import { readConfigFile } from '../../src/config/read-config-file.ts';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { planSlaDefinitions, type SlaPlan } from './plan.ts';
import { planSchedule, type SchedulePlan } from './schedule.ts';

export interface Planned {
  readonly slas: readonly SlaPlan[];
  /** By the name of their calendar; calendars that are always open have none. */
  readonly schedules: ReadonlyMap<string, SchedulePlan>;
}

/** So many years of holidays, up to the last that is published; earlier ones no open ticket has. */
const YEARS_OF_HOLIDAYS = 4;

/**
 * Plans the definitions from the configuration that sla-bridge itself reads in this environment. Throws a `ConfigError`
 * that names every fault of it.
 */
export function planFromConfiguration(env: Readonly<Record<string, string | undefined>>): Planned {
  const files = findRuleFiles(env);
  const { file, calendarsFile, holidays } = loadPolicy(files.policy, files.calendars);
  const mapping = readConfigFile(files.serviceNow, ServiceNowMapping);
  const years = Array.from(
    { length: YEARS_OF_HOLIDAYS },
    (_, index) => holidays.lastYear - YEARS_OF_HOLIDAYS + 1 + index,
  );
  const schedules = Object.entries(calendarsFile.calendars).flatMap(([name, calendar]) => {
    const schedule = planSchedule(name, calendar, holidays, years);
    return schedule === null ? [] : [[name, schedule] as const];
  });
  return { slas: planSlaDefinitions(file.policies, mapping), schedules: new Map(schedules) };
}
