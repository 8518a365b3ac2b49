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

const InlineCalendar = z.object(
  {
    timezone: TimezoneName,
    weekly: WeeklyHoursText,
    holidays: z.array(IsoDate).default([]),
  },
  'must be the name of a calendar, or one given as {"timezone", "weekly", "holidays"}',
);

/** The last instant that has a date in JavaScript. */
const LATEST_INSTANT = 8.64e15;

/** So many calendars given in lines are kept ready; whoever gives more has each built when it comes. */
const CALENDARS_KEPT = 100;

export type CalcAnswer = { result: string | number } | { error: string };

/**
 * Answers calendar questions, one JSON line each: `add` gives the instant, `between` the open minutes. Calendars are
 * named ones of `calendars` or given in the line.
 */
export function createCalculator(calendars: ReadonlyMap<string, Calendar>): (line: string) => CalcAnswer {
  const question = questionSchema(calendars);
  return (line) => {
    try {
      return { result: answer(question.parse(JSON.parse(line), { error: describeIssue })) };
    } catch (error) {
      return { error: describeFault(error) };
    }
  };
}

function questionSchema(calendars: ReadonlyMap<string, Calendar>) {
  const calendar = calendarSchema(calendars);
  const minutes = z.number().nonnegative('must not be less than 0');
  return z.discriminatedUnion(
    'op',
    [
      z.object({ op: z.literal('add'), calendar, start: InstantText, minutes }),
      z.object({ op: z.literal('between'), calendar, start: InstantText, end: InstantText }),
    ],
    'must be add or between',
  );
}

function answer(question: z.infer<ReturnType<typeof questionSchema>>): string | number {
  const { calendar, start } = question;
  if (question.op === 'between') return calendar.between(start, question.end) / MINUTE_MS;
  const at = calendar.add(start, Math.round(question.minutes * MINUTE_MS));
  if (at > LATEST_INSTANT) throw new Error('minutes: are so many that no date can be written for the answer');
  return formatInstant(at);
}

/** Turns what a line says of its calendar into that calendar. One given in full is checked and built once. */
function calendarSchema(named: ReadonlyMap<string, Calendar>) {
  const built = new Map<string, Calendar>();
  return z.any().transform((given: unknown, context): Calendar => {
    try {
      return typeof given === 'string' ? findCalendar(named, given) : inlineCalendar(built, given);
    } catch (error) {
      const issues = error instanceof z.ZodError ? error.issues : [];
      for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...path], message });
      if (issues.length === 0) context.addIssue({ code: 'custom', message: describeFault(error) });
      return z.NEVER;
    }
  });
}

function findCalendar(named: ReadonlyMap<string, Calendar>, name: string): Calendar {
  const calendar = named.get(name);
  if (calendar !== undefined) return calendar;
  throw new Error(`is none of ${[...named.keys()].join(', ')}; use one of them, or give a calendar in full`);
}

function inlineCalendar(built: Map<string, Calendar>, given: unknown): Calendar {
  const key = JSON.stringify(given);
  const known = built.get(key);
  if (known !== undefined) return known;
  const { timezone, weekly, holidays } = InlineCalendar.parse(given, { error: describeIssue });
  const holidaysOf = holidays.length === 0 ? noHolidays : holidaysFromDates(holidays);
  const calendar = createCalendar({ timezone, weekly, holidaysOf });
  if (built.size >= CALENDARS_KEPT) built.clear();
  built.set(key, calendar);
  return calendar;
}
