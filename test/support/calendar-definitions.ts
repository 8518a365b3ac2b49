import type { CalendarDefinition } from '../../src/calendar/calendar-definition.ts';
import { calendarByName } from '../../src/explanation/policy-line.ts';
import { shipped } from './story.ts';

/** A calendar of the shipped configuration, with its holidays by name. */
export function shippedCalendar(name: string): CalendarDefinition {
  return calendarByName(shipped, name);
}
