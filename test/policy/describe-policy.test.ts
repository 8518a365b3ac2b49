import { describe, expect, test } from 'vitest';
import { WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { acceleratePolicy } from '../../src/policy/accelerate-policy.ts';
import { describeAssumptions, describeRequests } from '../../src/policy/describe-assumptions.ts';
import { describeHours } from '../../src/policy/describe-calendars.ts';
import { describeDetails } from '../../src/policy/describe-details.ts';
import { describePolicy } from '../../src/policy/describe-policy.ts';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import { mondayToFriday, onDays, weekdayNames } from '../support/calendars.ts';
import { shipped, shippedCalendarsFile, shippedPolicyFile, t } from '../support/story.ts';

/** Everything said of the shipped policy, as lines. */
const said = describePolicy(shipped, t('10:00')).flatMap(({ heading, sentences }) => [heading, ...sentences]);

describe('the shipped policy is said in plain words', () => {
  test.each([
    'Policy UCC: targets, for service line UCC, and for every ticket that has no policy of its own',
    'critical (Total Loss of Service):',
    '  the response is due 30 min after the opening, counted on "always".',
    '  troubleshooting is due 1 h after the response, counted on "always", but not while the ticket waits on the customer.',
    '  the fix is due 48 h after the opening, counted on "business", but not while the ticket waits on the customer.',
    'Level 1, Service Desk (support@exponential-e.com, 0800 1303 365): raised at the breach.',
    'Level 4, Director of Engineering (Chris.Christou@exponential-e.com, 0207 096 4112): raised at the earliest 16 h after level 3.',
    'Level 4 again at the earliest 24 h later.',
    'A troubleshoot breach at support level 1 asks for support level 2 (Engineers).',
    'A hand-over to support level 2 or higher counts as diagnosed.',
    'A ticket is shown as at risk at 50 %, 75 % and 90 % of a target.',
    'The ladder climbs by itself as long as a clock is overdue.',
    'always: around the clock, every day, on bank holidays too (Europe/London).',
    'business: Monday to Friday 09:00–17:30, closed on bank holidays (Europe/London).',
    'Bank holidays are those of england-and-wales, published for 2015 to 2028; other years are worked out by rule.',
    'The next ones: 2026-04-03 Good Friday, 2026-04-06 Easter Monday, 2026-05-04 Early May bank holiday.',
    'A critical ticket that did not come by phone gets one note that advises to call +44 (0) 800 1303 365.',
  ])('%s', (sentence) => {
    expect(said).toContain(sentence);
  });

  test('the next holidays are found across the turn of the year', () => {
    const sections = describePolicy(shipped, Date.parse('2026-12-27T10:00:00Z'));
    const calendars = sections.find(({ heading }) => heading === 'Calendars')!;
    expect(calendars.sentences.at(-1)).toMatch(
      /^The next ones: 2026-12-28 .*, 2027-01-01 .*, 2027-03-26 Good Friday\.$/,
    );
  });

  test('a policy that is made for watching says so first', () => {
    const demo = loadPolicy(shippedPolicyFile, shippedCalendarsFile, acceleratePolicy);
    expect(describePolicy(demo, t('10:00'))[0]?.heading).toBe('Demonstration');
  });
});

test('each row of the checklist says what satisfies it', () => {
  expect(describeDetails(shipped.file).slice(0, 8)).toEqual([
    expect.stringMatching(
      /^Customer name and service reference: the field account or company, or a line of the description/,
    ),
    expect.stringMatching(/^Fault description: the field short_description, or a line/),
    expect.stringMatching(/^Product \/ CPE details: the field product or cmdb_ci, or a line/),
    expect.stringMatching(
      /^Date and time experienced, .*: a line of the description that begins with "date" \//,
    ),
    expect.stringMatching(/^Has the service ever worked/),
    expect.stringMatching(/^Call logs .*: an attachment that is no picture, or a line/),
    expect.stringMatching(/^What diagnoses/),
    expect.stringMatching(/^Webex logs .*; only where the ticket mentions webex\.$/),
  ]);
  expect(describeDetails(shipped.file)[8]).toMatch(/; never counted as missing\.$/);
});

describe('assumptions that are settled otherwise are said otherwise', () => {
  const [entry] = shipped.file.policies as [(typeof shipped.file.policies)[number]];

  test('clock by clock, level by level', () => {
    const changed = describeAssumptions({
      ...entry,
      tierDiagnoses: false,
      pausesWhileWaiting: { response: false, troubleshoot: false, fix: false },
      ladder: {
        ...entry.ladder,
        advance: 'manual',
        topLevelRaises: 1,
        onEpisodeEnd: 'reset',
        minimumTimeCalendars: { normal: 'business', low: 'business' },
      },
    });
    expect(changed).toEqual([
      'No clock stands still while a ticket waits on the customer.',
      'A hand-over to support level 2 or higher does not count as diagnosed.',
      'A ticket is shown as at risk at 50 %, 75 % and 90 % of a target.',
      'The ladder raises level 1 by itself and every further level on request.',
      'Level 4 is raised at most once in one run of the ladder.',
      'Minimum times between escalations are counted for normal on "business" and low on "business"; otherwise they are elapsed time.',
      'When the trouble ends while the ticket is open, its escalation field is set back to 0.',
    ]);
  });

  test('with nothing asked of customers', () => {
    const phoneAdvice = { ...shipped.file.phoneAdvice, enabled: false };
    expect(describeRequests({ ...shipped.file, phoneAdvice })[0]).toBe(
      'No ticket is advised to be phoned in.',
    );
  });

  test('with missing details asked for', () => {
    const ticketDetails = { ...shipped.file.ticketDetails, requestMissing: true };
    expect(describeRequests({ ...shipped.file, ticketDetails })[1]).toBe(
      'One comment asks the customer for the details that are missing 30 min after the ticket was opened, or later up to 24 h.',
    );
  });

  test('target by target', () => {
    const policies = shipped.policies.map((policy) => {
      const { rules } = policy.clocks;
      const critical = {
        ...rules.critical,
        response: { ...rules.critical.response, pausesWhileWaiting: true },
        fix: { ...rules.critical.fix, pausesWhileWaiting: false },
      };
      return { ...policy, clocks: { ...policy.clocks, rules: { ...rules, critical } } };
    });
    const [targets] = describePolicy({ ...shipped, policies }, t('10:00'));
    expect(targets!.sentences[1]).toMatch(/, but not while the ticket waits on the customer\.$/);
    expect(targets!.sentences[3]).toMatch(/, also while the ticket waits on the customer\.$/);
  });
});

test.each([
  [onDays(mondayToFriday, ['09:00', '17:30']), 'Monday to Friday 09:00–17:30'],
  [onDays(weekdayNames, ['00:00', '24:00']), 'around the clock, every day'],
  [
    onDays(['mon', 'wed'], ['09:00', '12:00'], ['13:00', '17:00']),
    'Monday 09:00–12:00 and 13:00–17:00, Wednesday 09:00–12:00 and 13:00–17:00',
  ],
  [{ sat: [['22:00', '06:00']] as const }, 'Saturday 22:00–06:00 of the next day'],
])('hours are said as they are read aloud: %#', (weekly, text) => {
  expect(describeHours(WeeklyHoursText.parse(weekly))).toBe(text);
});
