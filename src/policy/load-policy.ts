import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Calendar } from '../calendar/calendar.ts';
import { BankHolidays, type HolidayBook, openHolidayBook } from '../calendar/holidays.ts';
import { ConfigError, collectFaults, type Fault, type FileFaults } from '../config/faults.ts';
import { readConfigFile, readConfigText, readText } from '../config/read-config-file.ts';
import type { DetailRow } from '../tickets/ticket-details.ts';
import { buildChecklist } from './checklist.ts';
import { buildCalendars, buildPolicies, type Policy } from './policy.ts';
import { CalendarsFile, PolicyFile } from './policy-file.ts';

/** Everything that the configured rules say, checked and ready to use. */
export interface LoadedPolicy {
  /** The policy file as it was written. */
  readonly text: string;
  readonly file: PolicyFile;
  readonly calendarsFile: CalendarsFile;
  readonly policies: readonly Policy[];
  readonly checklist: readonly DetailRow[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly holidays: HolidayBook;
  /** What was done to the file on reading: the demo runs faster than agreed. */
  readonly adjust: AdjustPolicy;
}

type AdjustPolicy = (file: PolicyFile) => PolicyFile;

/** The calendars of a file, checked and ready to use. */
export interface LoadedCalendars {
  readonly file: CalendarsFile;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly holidays: HolidayBook;
}

/**
 * Reads a policy file, adjusted by `adjust` (the demo), and the calendars it runs on. Throws {@link ConfigError} with
 * every fault of every file at once.
 */
export function loadPolicy(
  policyFile: string,
  calendarsFile: string,
  adjust: AdjustPolicy = (file) => file,
): LoadedPolicy {
  const found: FileFaults[] = [];
  const loaded = collectFaults(found, () => loadCalendars(calendarsFile));
  const text = collectFaults(found, () => readText(policyFile));
  const file = text === null ? null : collectFaults(found, () => readPolicyText(policyFile, text, adjust));
  if (loaded === null || text === null || file === null) throw new ConfigError(found);
  const { file: calendars, ...rest } = loaded;
  return {
    ...rest,
    text,
    file,
    calendarsFile: calendars,
    policies: policiesOf(policyFile, file, loaded.calendars),
    checklist: buildChecklist(file),
    adjust,
  };
}

/** The policies that another text would make on the same calendars. Throws {@link ConfigError} with every fault of it. */
export function readOtherPolicies(source: string, text: string, loaded: LoadedPolicy): readonly Policy[] {
  return policiesOf(source, readPolicyText(source, text, loaded.adjust), loaded.calendars);
}

function readPolicyText(source: string, text: string, adjust: AdjustPolicy): PolicyFile {
  return adjust(readConfigText(source, text, PolicyFile));
}

function policiesOf(source: string, file: PolicyFile, calendars: ReadonlyMap<string, Calendar>): Policy[] {
  const faults: Fault[] = [];
  const policies = buildPolicies(file, calendars, faults);
  if (faults.length > 0) throw new ConfigError([{ source, faults }]);
  return policies;
}

/** Reads a calendars file and the holiday dates it names. Throws {@link ConfigError} with every fault of both at once. */
export function loadCalendars(calendarsFile: string): LoadedCalendars {
  const file = readConfigFile(calendarsFile, CalendarsFile);
  const holidayFile = path.resolve(path.dirname(calendarsFile), file.holidays.file);
  const found: FileFaults[] = [];
  const published = collectFaults(found, () => readConfigFile(holidayFile, BankHolidays));
  const holidays = openHolidayBook(published ?? noBankHolidays, file.holidays.division);
  const faults: Fault[] = [];
  const calendars = buildCalendars(file, holidays, faults);
  if (faults.length > 0) found.push({ source: calendarsFile, faults });
  if (found.length > 0) throw new ConfigError(found);
  return { file, calendars, holidays };
}

/** Stands in where the dates could not be read, so that the calendars can be checked all the same. */
const noBankHolidays: BankHolidays = {
  'england-and-wales': { events: [] },
  scotland: { events: [] },
  'northern-ireland': { events: [] },
};

/** The same for the same rules, another for any others; holidays that come by rule aside. */
export function fingerprintOf({ file, calendarsFile }: Pick<LoadedPolicy, 'file' | 'calendarsFile'>): string {
  return createHash('sha256')
    .update(JSON.stringify([file, calendarsFile]))
    .digest('base64url');
}
