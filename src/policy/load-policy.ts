import path from 'node:path';
import type { Calendar } from '../calendar/calendar.ts';
import { BankHolidays, type HolidayBook, openHolidayBook } from '../calendar/holidays.ts';
import { ConfigError, type Fault } from '../config/faults.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { buildCalendars, buildPolicies, type Policy } from './policy.ts';
import { CalendarsFile, PolicyFile } from './policy-file.ts';

/** Everything that the configured rules say, checked and ready to use. */
export interface LoadedPolicy {
  readonly file: PolicyFile;
  readonly calendarsFile: CalendarsFile;
  readonly policies: readonly Policy[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly holidays: HolidayBook;
}

/**
 * Reads a policy file and the calendars it runs on. Throws {@link ConfigError} with every fault of a file at once.
 */
export function loadPolicy(policyFile: string, calendarsFile: string): LoadedPolicy {
  const { file: calendarsText, calendars, holidays } = loadCalendars(calendarsFile);
  const file = readConfigFile(policyFile, PolicyFile);
  const faults: Fault[] = [];
  const policies = buildPolicies(file, calendars, faults);
  if (faults.length > 0) throw new ConfigError(policyFile, faults);
  return { file, calendarsFile: calendarsText, policies, calendars, holidays };
}

function loadCalendars(calendarsFile: string): {
  file: CalendarsFile;
  calendars: Map<string, Calendar>;
  holidays: HolidayBook;
} {
  const file = readConfigFile(calendarsFile, CalendarsFile);
  const holidayFile = path.resolve(path.dirname(calendarsFile), file.holidays.file);
  const published = readConfigFile(holidayFile, BankHolidays);
  const holidays = openHolidayBook(published, file.holidays.division);
  const faults: Fault[] = [];
  const calendars = buildCalendars(file, holidays, faults);
  if (faults.length > 0) throw new ConfigError(calendarsFile, faults);
  return { file, calendars, holidays };
}
