import { z } from 'zod';
import { type Calendar, createCalendar } from '../calendar/calendar.ts';
import { IsoDate, TimezoneName, WeeklyHoursText } from '../calendar/calendar-definition.ts';
import { holidaysFromDates, noHolidays } from '../calendar/holidays.ts';
import { describeFault, describeIssue } from '../config/faults.ts';
import { formatInstant, MINUTE_MS, parseInstant } from '../time/instant.ts';

const InstantText = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== null) return at;
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 instant with Z or an offset' });
  return z.NEVER;
});

const InlineCalendar = z.object({
  timezone: TimezoneName,
  weekly: WeeklyHoursText,
  holidays: z.array(IsoDate).default([]),
});

const CalendarGiven = z.union(
  [z.string(), InlineCalendar],
  'must be the name of a calendar, or one given as {"timezone", "weekly", "holidays"}',
);

const Question = z.discriminatedUnion(
  'op',
  [
    z.object({
      op: z.literal('add'),
      calendar: CalendarGiven,
      start: InstantText,
      minutes: z.number().nonnegative('must not be less than 0'),
    }),
    z.object({ op: z.literal('between'), calendar: CalendarGiven, start: InstantText, end: InstantText }),
  ],
  'must be add or between',
);

/** The last instant that has a date in JavaScript. */
const LATEST_INSTANT = 8.64e15;

/** So many calendars given in lines are kept ready; whoever gives more has each built when it comes. */
const CALENDARS_KEPT = 500;

export type CalcAnswer = { result: string | number } | { error: string };

/**
 * Answers calendar questions, one JSON line each: `add` gives the instant, `between` the open minutes. Calendars are
 * named ones of `calendars` or given in the line; equal ones are built once.
 */
export function createCalculator(calendars: ReadonlyMap<string, Calendar>): (line: string) => CalcAnswer {
  const inline = new Map<string, Calendar>();
  return (line) => {
    try {
      const question = Question.parse(JSON.parse(line), { error: describeIssue });
      const calendar =
        typeof question.calendar === 'string'
          ? namedCalendar(calendars, question.calendar)
          : inlineCalendar(inline, question.calendar);
      return { result: answer(question, calendar) };
    } catch (error) {
      return { error: describeFault(error) };
    }
  };
}

function answer(question: z.infer<typeof Question>, calendar: Calendar): string | number {
  if (question.op === 'between') return calendar.between(question.start, question.end) / MINUTE_MS;
  const at = calendar.add(question.start, Math.round(question.minutes * MINUTE_MS));
  if (at > LATEST_INSTANT) throw new Error('minutes: are so many that no date can be written for the answer');
  return formatInstant(at);
}

function namedCalendar(calendars: ReadonlyMap<string, Calendar>, name: string): Calendar {
  const calendar = calendars.get(name);
  if (calendar !== undefined) return calendar;
  throw new Error(`calendar: there is no calendar "${name}"; known are ${[...calendars.keys()].join(', ')}`);
}

function inlineCalendar(built: Map<string, Calendar>, given: z.infer<typeof InlineCalendar>): Calendar {
  const key = JSON.stringify(given);
  const known = built.get(key);
  if (known !== undefined) return known;
  const holidaysOf = given.holidays.length === 0 ? noHolidays : holidaysFromDates(given.holidays);
  const calendar = createCalendar({ timezone: given.timezone, weekly: given.weekly, holidaysOf });
  if (built.size >= CALENDARS_KEPT) built.clear();
  built.set(key, calendar);
  return calendar;
}
