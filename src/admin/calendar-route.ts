import { z } from 'zod';
import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import { openSpansOn } from '../calendar/opening-intervals.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { describeHours } from '../policy/describe-calendars.ts';
import { DAY_MS } from '../time/instant.ts';
import { shown } from './text-schema.ts';

/** The calendars that clocks and ladder count on, as they were understood, by name. */
export type NamedCalendars = Readonly<Record<string, CalendarDefinition>>;

const Day = z.object({
  date: z.iso.date().meta({ examples: ['2026-05-04'] }),
  holiday: shown('Early May bank holiday').nullable(),
  open: z
    .array(z.object({ from: shown('09:00'), to: shown('17:30') }))
    .describe("In the calendar's own wall time, `24:00` for the end of the day."),
});

const Calendars = z
  .object({
    month: shown('2026-05'),
    calendars: z.array(
      z.object({
        name: shown('business'),
        timezone: shown('Europe/London'),
        hours: shown('Mon-Fri 09:00-17:30'),
        days: z.array(Day),
      }),
    ),
  })
  .meta({ id: 'CalendarMonth' });

const CalendarQuery = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month like 2026-03')
    .meta({ examples: ['2026-05'] }),
});

const schema = routeSchema({
  operationId: 'readCalendars',
  group: 'rules',
  summary: 'Show every calendar, day by day through one month',
  querystring: CalendarQuery,
  response: { 200: Calendars },
});

/** `GET /admin/calendars`: the opening hours and holidays of each calendar, day by day through one month. */
export function registerCalendars(scope: HttpServer, calendars: NamedCalendars): void {
  scope.get('/calendars', { schema }, async (request) => {
    const { month } = request.query;
    const days = daysOf(month);
    return {
      month,
      calendars: Object.entries(calendars).map(([name, definition]) => ({
        name,
        timezone: definition.timezone,
        hours: describeHours(definition.weekly),
        days: days.map((day) => dayJson(definition, day)),
      })),
    };
  });
}

/** The dates of a month, as days since 1970-01-01. */
function daysOf(month: string): number[] {
  const first = Date.parse(`${month}-01T00:00:00Z`) / DAY_MS;
  const next = new Date(first * DAY_MS).setUTCMonth(new Date(first * DAY_MS).getUTCMonth() + 1) / DAY_MS;
  return Array.from({ length: next - first }, (_, index) => first + index);
}

function dayJson(definition: CalendarDefinition, day: number): z.infer<typeof Day> {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  return {
    date,
    holiday: definition.holidaysOf(Number(date.slice(0, 4))).get(date) ?? null,
    open: openSpansOn(definition, day).map(({ openMinute, closeMinute }) => ({
      from: timeOfDay(openMinute),
      to: timeOfDay(closeMinute),
    })),
  };
}

function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
