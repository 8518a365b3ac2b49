import { z } from 'zod';
import { TimezoneName, WeeklyHoursText } from '../calendar/calendar-definition.ts';
import { holidayDivisions } from '../calendar/holidays.ts';
import { attachmentKinds } from '../tickets/ticket-details.ts';
import { DAY_MS, MINUTE_MS } from '../time/instant.ts';
import { priorities } from '../vocabulary.ts';
import { Duration } from './duration.ts';

/** A text, with an example for the API's document: `GET /admin/policy` shows these files. */
function text(example: string) {
  return z.string().meta({ examples: [example] });
}

/** `config/calendars.yaml`. */
export const CalendarsFile = z.strictObject({
  holidays: z.strictObject({
    file: text('uk-bank-holidays.json'),
    division: z.enum(holidayDivisions),
    refreshUrl: z
      .url()
      .meta({ examples: ['https://www.gov.uk/bank-holidays.json'] })
      .optional(),
  }),
  calendars: z.record(
    z.string(),
    z.strictObject({
      timezone: TimezoneName,
      weekly: WeeklyHoursText,
      observesHolidays: z.boolean(),
    }),
  ),
});
export type CalendarsFile = z.infer<typeof CalendarsFile>;

const Target = z.strictObject({
  target: Duration,
  calendar: text('business'),
  pausesWhileWaiting: z.boolean().optional(),
});

const PriorityTargets = z.strictObject({
  meaning: text('Total Loss of Service'),
  response: Target,
  troubleshoot: Target,
  fix: Target,
});

const Level = z.strictObject({
  level: z.int().min(1).max(4),
  position: text('Service Desk').min(1),
  details: text('desk@example.com').min(1),
  minimumTime: Duration,
});

const Ladder = z.strictObject({
  levels: z
    .array(Level)
    .refine(
      (levels) => levels.length === 4 && levels.every((level, index) => level.level === index + 1),
      'must list the levels 1, 2, 3 and 4, in this order',
    ),
  deskHours: text('escalation-desk'),
  advance: z.enum(['automatic', 'manual']),
  topLevelRaises: z.int().min(1),
  minimumTimeCalendars: z.partialRecord(z.enum(priorities), text('business')),
  onEpisodeEnd: z.enum(['leave', 'reset']),
});

const Policy = z.strictObject({
  name: text('UCC').min(1),
  serviceLine: text('UCC').min(1),
  targets: z.strictObject({
    critical: PriorityTargets,
    high: PriorityTargets,
    normal: PriorityTargets,
    low: PriorityTargets,
  }),
  pausesWhileWaiting: z.strictObject({
    response: z.boolean(),
    troubleshoot: z.boolean(),
    fix: z.boolean(),
  }),
  tierDiagnoses: z.boolean(),
  warningPercents: z
    .array(z.number().gt(0).lt(100))
    .refine(
      (percents) => percents.every((percent, index) => index === 0 || percent > percents[index - 1]!),
      'must rise from one to the next',
    ),
  ladder: Ladder,
  handoverTier: z.union([z.literal(2), z.literal(3), z.literal(4)]),
});
export type PolicyEntry = z.infer<typeof Policy>;

const DetailRow = z.strictObject({
  name: text('Fault description').min(1),
  /** Names of ServiceNow: whichever of them a table has. */
  fields: z.array(text('description').min(1)).default([]),
  labels: z.array(text('Fault').min(1)).default([]),
  attachment: z.enum(attachmentKinds).optional(),
  /** Only asked for where the ticket mentions this word. */
  onlyIfMentioned: text('Webex').optional(),
  /** Never missing, only shown where it is given. */
  optional: z.boolean().default(false),
});

const TicketDetails = z
  .strictObject({
    requestMissing: z.boolean(),
    requestAfter: Duration.default(30 * MINUTE_MS),
    requestWithin: Duration.default(DAY_MS),
    rows: z
      .array(DetailRow)
      .refine(
        (rows) => new Set(rows.map(({ name }) => name)).size === rows.length,
        'names a row twice; each needs a name of its own',
      ),
  })
  .refine(({ requestAfter, requestWithin }) => requestAfter < requestWithin, {
    path: ['requestWithin'],
    message: 'must be longer than requestAfter',
  });

/** `config/policy.yaml`. */
export const PolicyFile = z.strictObject({
  /** Set in a policy that is made for watching, not for work; every output of the service says so. */
  demo: z.boolean().default(false),
  policies: z.array(Policy).min(1, 'needs at least one policy'),
  supportLevels: z.strictObject({
    1: text('Technicians'),
    2: text('Engineers'),
    3: text('Specialists'),
    4: text('Infrastructure'),
  }),
  phoneAdvice: z.strictObject({
    enabled: z.boolean(),
    priorities: z.array(z.enum(priorities)),
    phone: text('+44 20 7946 0000'),
  }),
  ticketDetails: TicketDetails,
});
export type PolicyFile = z.infer<typeof PolicyFile>;
