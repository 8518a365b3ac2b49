import type { Row } from '../database/row.ts';
import { TIER_GROUPS } from '../instance/base-data.ts';
import type { Random } from '../random.ts';
import { AGENT_NOTES, CAUSES, CUSTOMER_REPLIES } from './case-texts.ts';
import type { Agent, Cast } from './customers.ts';

/** One thing that happens to a case, so many seconds after the thing before it. */
export interface Step {
  readonly afterSeconds: number;
  /** User name of whoever does it. */
  readonly by: string;
  /** What is written; `stamp` is the time of the step as on the wire. */
  readonly values: (stamp: string) => Row;
}

/** How a case goes. Times are those of a desk whose minutes are seconds. */
export type StoryName =
  | 'smooth'
  | 'waits'
  | 'handed-over'
  | 'reopened'
  | 'raised'
  | 'lowered'
  | 'cancelled'
  | 'late'
  | 'stuck'
  | 'neglected';

/** What usually happens; neglect is dealt out by the demo itself. */
export const USUAL_STORIES: readonly StoryName[] = [
  'smooth',
  'smooth',
  'waits',
  'waits',
  'handed-over',
  'handed-over',
  'reopened',
  'raised',
  'lowered',
  'cancelled',
  'late',
  'stuck',
];

/** The steps of a story after the case was opened; the same random numbers give the same steps. */
export function tellStory(name: StoryName, cast: Cast, random: Random): Step[] {
  const teller = createTeller(cast, random);
  return STORIES[name](teller);
}

interface Teller {
  readonly seconds: (least: number, most: number) => number;
  answer(afterSeconds: number): Step;
  note(afterSeconds: number): Step;
  diagnose(afterSeconds: number): Step;
  await(afterSeconds: number): Step;
  reply(afterSeconds: number): Step;
  handOver(afterSeconds: number, tier: number): Step;
  prioritise(afterSeconds: number, priority: '1' | '2' | '3' | '4'): Step;
  cancel(afterSeconds: number): Step;
  reopen(afterSeconds: number): Step;
  /** Resolution and, if nobody objects, closure. */
  resolve(afterSeconds: number): Step;
  close(afterSeconds: number): Step;
}

const IMPACT_AND_URGENCY = { '1': '11', '2': '12', '3': '22', '4': '33' } as const;

function createTeller(cast: Cast, random: Random): Teller {
  let agent: Agent = random.pick(cast.agents.filter(({ tier }) => tier === 1));
  const step = (afterSeconds: number, values: Row | ((stamp: string) => Row), by = agent.userName): Step => ({
    afterSeconds,
    by,
    values: typeof values === 'function' ? values : () => values,
  });
  return {
    seconds: (least, most) => random.integer(least, most),
    answer: (after) => {
      const { sysId } = agent;
      return step(after, (stamp) => ({
        state: '10',
        assigned_to: sysId,
        first_response_time: stamp,
        comments: 'Thank you for your report. We are looking into it.',
      }));
    },
    note: (after) => step(after, { work_notes: random.pick(AGENT_NOTES) }),
    diagnose: (after) => step(after, { cause: random.pick(CAUSES), work_notes: random.pick(AGENT_NOTES) }),
    await: (after) =>
      step(after, { state: '18', comments: 'Could you send us examples of failed calls, please?' }),
    reply: (after) => step(after, { state: '10', comments: random.pick(CUSTOMER_REPLIES) }, 'guest'),
    handOver(after, tier) {
      const from = agent.userName;
      agent = random.pick(cast.agents.filter((candidate) => candidate.tier === tier));
      const group = TIER_GROUPS[tier - 1]!;
      const values = {
        assignment_group: group.sysId,
        assigned_to: agent.sysId,
        work_notes: `Handed over to ${group.name}.`,
      };
      return step(after, values, from);
    },
    prioritise(after, priority) {
      const [impact = '3', urgency = '3'] = IMPACT_AND_URGENCY[priority];
      return step(after, { impact, urgency, priority, work_notes: 'Priority reviewed with the customer.' });
    },
    cancel: (after) => step(after, { state: '7', close_notes: 'Raised by mistake.' }),
    reopen: (after) => step(after, { state: '10', comments: 'The fault is back.' }, 'guest'),
    resolve: (after) =>
      step(after, {
        state: '6',
        resolution_code: '1',
        close_notes: 'Service restored and confirmed by test call.',
      }),
    close: (after) => step(after, { state: '3' }),
  };
}

const STORIES: Readonly<Record<StoryName, (teller: Teller) => Step[]>> = {
  smooth: (t) => [
    t.answer(t.seconds(3, 12)),
    t.diagnose(t.seconds(15, 40)),
    t.note(t.seconds(20, 50)),
    t.resolve(t.seconds(40, 150)),
    t.close(t.seconds(90, 240)),
  ],
  waits: (t) => [
    t.answer(t.seconds(5, 20)),
    t.await(t.seconds(10, 30)),
    t.reply(t.seconds(40, 150)),
    t.diagnose(t.seconds(10, 35)),
    t.await(t.seconds(30, 90)),
    t.reply(t.seconds(60, 240)),
    t.note(t.seconds(20, 60)),
    t.resolve(t.seconds(40, 150)),
    t.close(t.seconds(90, 240)),
  ],
  'handed-over': (t) => [
    t.answer(t.seconds(5, 20)),
    t.note(t.seconds(20, 40)),
    t.handOver(t.seconds(10, 30), 2),
    t.diagnose(t.seconds(20, 60)),
    t.handOver(t.seconds(30, 90), t.seconds(3, 4)),
    t.note(t.seconds(30, 90)),
    t.resolve(t.seconds(60, 180)),
    t.close(t.seconds(90, 240)),
  ],
  reopened: (t) => [
    t.answer(t.seconds(3, 15)),
    t.diagnose(t.seconds(15, 40)),
    t.resolve(t.seconds(40, 100)),
    t.reopen(t.seconds(30, 120)),
    t.note(t.seconds(20, 60)),
    t.resolve(t.seconds(60, 200)),
    t.close(t.seconds(90, 240)),
  ],
  raised: (t) => [
    t.answer(t.seconds(8, 25)),
    t.note(t.seconds(20, 60)),
    t.prioritise(t.seconds(20, 60), '1'),
    t.handOver(t.seconds(5, 15), 2),
    t.diagnose(t.seconds(10, 40)),
    t.resolve(t.seconds(60, 220)),
    t.close(t.seconds(90, 240)),
  ],
  lowered: (t) => [
    t.answer(t.seconds(5, 20)),
    t.prioritise(t.seconds(15, 45), '3'),
    t.diagnose(t.seconds(15, 45)),
    t.await(t.seconds(20, 60)),
    t.reply(t.seconds(60, 300)),
    t.resolve(t.seconds(60, 200)),
    t.close(t.seconds(90, 240)),
  ],
  cancelled: (t) => [t.answer(t.seconds(5, 25)), t.note(t.seconds(10, 60)), t.cancel(t.seconds(30, 150))],
  late: (t) => [
    t.answer(t.seconds(50, 130)),
    t.note(t.seconds(20, 60)),
    t.diagnose(t.seconds(40, 120)),
    t.resolve(t.seconds(60, 240)),
    t.close(t.seconds(90, 240)),
  ],
  stuck: (t) => [
    t.answer(t.seconds(5, 20)),
    t.handOver(t.seconds(60, 120), 2),
    t.note(t.seconds(120, 240)),
    t.handOver(t.seconds(120, 240), 3),
    t.note(t.seconds(200, 400)),
    t.diagnose(t.seconds(200, 400)),
    t.resolve(t.seconds(200, 500)),
    t.close(t.seconds(90, 240)),
  ],
  neglected: (t) => [
    t.answer(t.seconds(1800, 2700)),
    t.diagnose(t.seconds(10, 40)),
    t.resolve(t.seconds(60, 200)),
    t.close(t.seconds(90, 240)),
  ],
};
