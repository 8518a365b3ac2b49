import { endOfOpenDay } from '../calendar/open-day.ts';
import { calendarByName } from '../explanation/policy-line.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import type { Instant } from '../time/instant.ts';

/** The calendar that says what a business day is. */
const BUSINESS = 'business';

/** When the business day at `at`, or the next one, ends; null where the configuration has no such calendar. */
export function endOfBusinessDay(policy: LoadedPolicy, at: Instant): Instant | null {
  if (policy.calendarsFile.calendars[BUSINESS] === undefined) return null;
  return endOfOpenDay(calendarByName(policy, BUSINESS), at);
}
