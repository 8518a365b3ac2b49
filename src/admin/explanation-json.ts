import { z } from 'zod';
import { ClockJson } from '../clocks/clock-json.ts';
import { instantText } from '../time/instant-text.ts';
import { escalationLevels, priorities, ticketStates } from '../vocabulary.ts';
import { ContactJson } from './contact-json.ts';
import { shown } from './text-schema.ts';
import { raisedShape } from './ticket-json.ts';

const Milestone = z.object({
  milestone: z.enum(['opened', 'responded', 'diagnosed', 'resolved', 'closed']),
  at: instantText.nullable(),
  field: shown('first_response_time', 'The field of ServiceNow that dates it.').nullable(),
  sysModCount: z.int().nullable().describe('The version that shows it.'),
  estimated: z.boolean(),
  why: shown('the first version that is not new'),
});

const segment = {
  from: instantText,
  to: instantText,
  kind: z.enum([
    'pending',
    'running',
    'closed-hours',
    'holiday',
    'paused',
    'resolved',
    'cancelled',
    'not-covered',
  ]),
  countedMs: z.int().describe("What it adds to the clock's elapsed time."),
  why: shown('Early May bank holiday'),
};

const Standing = z.object({
  priority: z.enum(priorities),
  targetMs: z.int(),
  calendarName: shown('business'),
  elapsedMs: z.int(),
  dueAt: instantText.nullable(),
});

const PriorityChange = z.object({
  at: instantText,
  before: Standing,
  after: Standing,
  effect: z.enum(['within', 'breached', 'still-breached', 'breach-superseded']),
  supersededAt: instantText.nullable(),
});

const Rule = z.object({
  line: shown('policies[0].targets.critical.fix', 'Its place in the policy file.'),
  priority: z.enum(priorities),
  meaning: shown('Total Loss of Service'),
  targetMs: z.int(),
  calendar: shown('always'),
  timezone: shown('Europe/London'),
  pausesWhileWaiting: z.boolean(),
  text: shown('policy UCC, critical (Total Loss of Service): the fix is due 5 h after the opening.'),
});

const ExplainedClock = ClockJson.extend({
  priority: z.enum(priorities),
  reason: shown('not-covered', 'Why a cancelled clock is cancelled.').nullable(),
  rule: Rule,
  segments: z
    .array(z.object(segment))
    .describe('Its whole life, in stretches of which one thing explains the count.'),
  priorityChanges: z.array(PriorityChange),
  due: z.object({
    at: instantText.nullable(),
    steps: z.array(
      z.object({
        ...segment,
        leftMs: z.int().describe('What is left of the target after it.'),
        isForeseen: z.boolean().describe('It lies ahead, if nothing changes.'),
      }),
    ),
    why: shown('the target is used up then'),
  }),
  text: shown('fix: running, due on Wed 4 March 2026 15:15 GMT.', 'The same for people, in local time.'),
}).meta({ id: 'ExplainedClock' });

const ExplainedContact = ContactJson.extend({ why: shown('inside the desk hours of Mon-Fri 09:30-17:30') });

const Ladder = z
  .object({
    episode: z
      .object({
        beganAt: instantText,
        manual: z.boolean(),
        heldBack: z.boolean(),
        acknowledgedUntil: instantText.nullable(),
      })
      .nullable(),
    level: z.literal([0, ...escalationLevels]),
    steps: z.array(
      raisedShape.extend({
        dueAt: instantText.nullable(),
        rule: shown('the breach of the response clock'),
        contact: ExplainedContact,
      }),
    ),
    next: z
      .object({
        dueAt: instantText,
        level: z.literal(escalationLevels),
        rule: shown('the minimum time of level 1 (4 h)'),
        contact: ExplainedContact,
      })
      .nullable(),
    nextWhy: shown('the minimum time of level 1 runs until then'),
    text: shown('LADDER: level 1 was raised on Wed 4 March 2026 10:45 GMT.'),
  })
  .meta({ id: 'ExplainedLadder' });

/** Why a ticket stands as it does. */
export const ExplanationJson = z
  .object({
    number: shown('CS0001042'),
    at: instantText.describe('The instant for which it is explained.'),
    timezone: shown('Europe/London', 'In which the sentences name instants.'),
    policy: z.object({
      name: shown('UCC'),
      serviceLine: shown('UCC').nullable(),
      why: shown('it is the first for the service line UCC'),
    }),
    unjudged: shown('It is not opened yet.', 'Why there are no clocks.').nullable(),
    history: z.array(
      z.object({
        at: instantText,
        state: z.enum(ticketStates),
        covered: z.boolean(),
        priority: z.enum(priorities),
      }),
    ),
    milestones: z.array(Milestone),
    clocks: z.array(ExplainedClock),
    ladder: Ladder,
    assumptions: z.array(
      z.object({
        kind: z.enum(['estimated', 'ours']),
        setting: shown('policies[0].ladder.advance').nullable(),
        text: shown('The ladder climbs by itself while a clock is overdue'),
      }),
    ),
    text: shown('CS0001042 as of Wed 4 March 2026 10:15 GMT: open, critical.', 'The whole for people.'),
  })
  .meta({ id: 'Explanation' });
export type ExplanationJson = z.infer<typeof ExplanationJson>;
