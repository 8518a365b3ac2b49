import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ConfigError } from '../../src/config/faults.ts';
import { acceleratePolicy } from '../../src/policy/accelerate-policy.ts';
import { fingerprintOf, loadPolicy } from '../../src/policy/load-policy.ts';
import { choosePolicy } from '../../src/policy/policy.ts';
import { hour, minute, shipped, shippedCalendarsFile, shippedPolicyFile } from '../support/story.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'policy-'));
  for (const name of ['policy.yaml', 'calendars.yaml', 'uk-bank-holidays.json']) {
    writeFileSync(inFolder(name), readFileSync(path.join(path.dirname(shippedPolicyFile), name)));
  }
});

function inFolder(name: string): string {
  return path.join(folder, name);
}

// biome-ignore lint/suspicious/noExplicitAny: a file is bent here in every way that somebody might write it.
type Bent = any;

/** Changes one of the files, as parsed, before it is read. */
function bend(name: string, change: (file: Bent) => void): void {
  const file = parse(readFileSync(inFolder(name), 'utf8'));
  change(file);
  writeFileSync(inFolder(name), stringify(file));
}

/** Every fault found, as "file: path: message". */
function faults(): string[] {
  try {
    loadPolicy(inFolder('policy.yaml'), inFolder('calendars.yaml'));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.files.flatMap(({ source, faults }) =>
      faults.map((fault) => `${path.basename(source)}: ${fault.path}: ${fault.message}`),
    );
  }
}

describe('the shipped policy is the support definition', () => {
  const { clocks, ladder } = shipped.policies[0]!;

  test.each([
    ['critical', 30 * minute, 5 * hour, 'always'],
    ['high', 30 * minute, 10 * hour, 'always'],
    ['normal', hour, 48 * hour, 'business'],
    ['low', 4 * hour, 48 * hour, 'business'],
  ] as const)('%s', (priority, responseMs, fixMs, fixCalendar) => {
    const { response, troubleshoot, fix } = clocks.rules[priority];
    expect([response.targetMs, troubleshoot.targetMs, fix.targetMs]).toEqual([responseMs, hour, fixMs]);
    expect([response.calendarName, troubleshoot.calendarName, fix.calendarName]).toEqual([
      'always',
      'always',
      fixCalendar,
    ]);
    expect([response, troubleshoot, fix].map((rule) => rule.pausesWhileWaiting)).toEqual([false, true, true]);
  });

  test('with its service line, its ladder and its four levels', () => {
    expect(shipped.policies.map(({ serviceLine }) => serviceLine)).toEqual(['UCC']);
    expect(ladder.levels.map(({ position }) => position)).toEqual([
      'Service Desk',
      'Service Desk Manager',
      'Senior Support Leader',
      'Director of Engineering',
    ]);
    expect(ladder).toMatchObject({
      advance: 'automatic',
      topLevelRaises: 3,
      handoverTier: 2,
      onEpisodeEnd: 'leave',
    });
  });

  test('with the rows of its ticket template', () => {
    expect(shipped.file.ticketDetails.rows).toHaveLength(9);
    expect(shipped.file.ticketDetails.requestMissing).toBe(false);
  });

  test('and loads with the files beside each other, whoever asks', () => {
    expect(faults()).toEqual([]);
  });
});

describe('a policy', () => {
  test('is chosen by service line: the first that matches, else the last', () => {
    bend('policy.yaml', (file) => {
      const [only] = file.policies;
      file.policies = [
        { ...only, name: 'gold', serviceLine: 'GOLD' },
        { ...only, name: 'second gold', serviceLine: 'GOLD' },
        only,
      ];
    });
    const { policies } = loadPolicy(inFolder('policy.yaml'), inFolder('calendars.yaml'));
    const chosen = ['GOLD', 'UCC', 'SILVER', null].map((line) => choosePolicy(policies, line).name);
    expect(chosen).toEqual(['gold', 'UCC', 'UCC', 'UCC']);
  });

  test('may say for a single target whether it waits', () => {
    bend('policy.yaml', (file) => {
      file.policies[0].targets.critical.fix.pausesWhileWaiting = false;
    });
    const { rules } = loadPolicy(inFolder('policy.yaml'), inFolder('calendars.yaml')).policies[0]!.clocks;
    expect([rules.critical.fix.pausesWhileWaiting, rules.high.fix.pausesWhileWaiting]).toEqual([false, true]);
  });

  test('may count minimum times on a calendar', () => {
    bend('policy.yaml', (file) => {
      file.policies[0].ladder.minimumTimeCalendars = { low: 'business' };
    });
    const { ladder } = loadPolicy(inFolder('policy.yaml'), inFolder('calendars.yaml')).policies[0]!;
    expect(Object.keys(ladder.minimumTimeCalendars)).toEqual(['low']);
  });

  test('is shortened for the demo by its factors, and says so', () => {
    const { file, policies } = loadPolicy(shippedPolicyFile, shippedCalendarsFile, acceleratePolicy);
    expect(file.demo).toBe(true);
    expect(policies[0]!.clocks.rules.critical.fix.targetMs).toBe(5 * minute);
    expect(policies[0]!.ladder.levels[0].minimumMs).toBe(30_000);
    expect(shipped.policies[0]!.ladder.levels[0].minimumMs).toBe(4 * hour);
  });
});

describe('what is wrong is named with its file, its path and what to do', () => {
  const cases: [string, (file: Bent) => void, string][] = [
    [
      'a target that is no amount of time',
      (file) => (file.policies[0].targets.low.fix.target = '2 days'),
      'policies[0].targets.low.fix.target: must be an amount of time like',
    ],
    [
      'a calendar that does not exist',
      (file) => (file.policies[0].targets.low.fix.calendar = 'office'),
      'policies[0].targets.low.fix.calendar: there is no calendar "office"; use one of always, business, escalation-desk',
    ],
    [
      'desk hours that do not exist',
      (file) => (file.policies[0].ladder.deskHours = 'desk'),
      'policies[0].ladder.deskHours: there is no calendar "desk"',
    ],
    [
      'a minimum-time calendar that does not exist',
      (file) => (file.policies[0].ladder.minimumTimeCalendars = { low: 'x' }),
      'policies[0].ladder.minimumTimeCalendars.low: there is no calendar "x"',
    ],
    [
      'a misspelt setting',
      (file) => (file.policies[0].ladder.advanse = 'automatic'),
      'policies[0].ladder.advanse: is not a known setting; check the spelling or remove it',
    ],
    [
      'a missing setting',
      (file) => delete file.policies[0].tierDiagnoses,
      'policies[0].tierDiagnoses: is missing; add it',
    ],
    [
      'another word than those that are known',
      (file) => (file.policies[0].ladder.advance = 'auto'),
      'policies[0].ladder.advance: must be one of automatic, manual',
    ],
    [
      'a text where yes or no is asked',
      (file) => (file.policies[0].tierDiagnoses = 'yes'),
      'policies[0].tierDiagnoses: must be true or false',
    ],
    [
      'a text where a list is asked',
      (file) => (file.policies[0].warningPercents = '50'),
      'policies[0].warningPercents: must be a list',
    ],
    [
      'a text where settings are asked',
      (file) => (file.policies[0].targets.low = '4 h'),
      'policies[0].targets.low: must be a group of settings',
    ],
    [
      'warnings that do not rise',
      (file) => (file.policies[0].warningPercents = [75, 50]),
      'policies[0].warningPercents: must rise from one to the next',
    ],
    [
      'levels out of order',
      (file) => file.policies[0].ladder.levels.reverse(),
      'policies[0].ladder.levels: must list the levels 1, 2, 3 and 4, in this order',
    ],
    [
      'a level too few',
      (file) => file.policies[0].ladder.levels.pop(),
      'policies[0].ladder.levels: must list the levels',
    ],
    ['no policy at all', (file) => (file.policies = []), 'policies: needs at least one policy'],
  ];
  test.each(cases)('%s', (_name, change, expected) => {
    bend('policy.yaml', change);
    expect(faults()).toEqual([expect.stringContaining(`policy.yaml: ${expected}`)]);
  });

  const calendarCases: [string, (file: Bent) => void, string][] = [
    [
      'a time zone that does not exist',
      (file) => (file.calendars.business.timezone = 'Europe/Exeter'),
      'calendars.business.timezone: must be an IANA time zone',
    ],
    [
      'a calendar that never opens',
      (file) => (file.calendars.business.weekly = {}),
      'calendars.business.weekly: The calendar has no opening hours',
    ],
    [
      'a weekday that does not exist',
      (file) => (file.calendars.business.weekly.monday = []),
      'calendars.business.weekly.monday: is not a known setting',
    ],
    [
      'hours that are none',
      (file) => (file.calendars.business.weekly.mon = [['9', '17:30']]),
      'calendars.business.weekly.mon[0][0]: must be a time of day',
    ],
    [
      'a division that does not exist',
      (file) => (file.holidays.division = 'wales'),
      'holidays.division: must be one of england-and-wales, scotland, northern-ireland',
    ],
  ];
  test.each(calendarCases)('%s', (_name, change, expected) => {
    bend('calendars.yaml', change);
    expect(faults()).toEqual([expect.stringContaining(`calendars.yaml: ${expected}`)]);
  });

  test('holidays that are not in the published shape', () => {
    bend('uk-bank-holidays.json', (file) => (file.scotland.events[0].date = '1 January'));
    expect(faults()).toEqual([
      'uk-bank-holidays.json: scotland.events[0].date: must be a date like "2026-12-25"',
    ]);
  });

  test('everything in every file, at once', () => {
    bend('policy.yaml', (file) => {
      file.policies[0].tierDiagnoses = 'yes';
      file.policies[0].targets.low.fix.target = 'soon';
    });
    bend('calendars.yaml', (file) => {
      file.calendars.business.weekly = {};
    });
    bend('uk-bank-holidays.json', (file) => delete file.scotland);
    expect(faults().map((fault) => fault.split(':', 1)[0])).toEqual([
      'uk-bank-holidays.json',
      'calendars.yaml',
      'policy.yaml',
      'policy.yaml',
    ]);
  });

  test('a file that is not there', () => {
    expect(() => loadPolicy(inFolder('nowhere.yaml'), shippedCalendarsFile)).toThrow(
      /nowhere\.yaml: one fault\n.*no such file/,
    );
  });

  test('a file that cannot be read', () => {
    expect(() => loadPolicy(folder, shippedCalendarsFile)).toThrow(/cannot be read/);
  });

  test('a file that is no YAML, with line and column', () => {
    writeFileSync(inFolder('policy.yaml'), 'policies:\n  - name: [UCC\n');
    expect(faults()[0]).toMatch(/^policy\.yaml: line \d+, column \d+: is not valid YAML/);
  });
});

test('the fingerprint of rules changes with any target', () => {
  const changed = structuredClone(shipped.file);
  changed.policies[0]!.targets.critical.fix.target += 1;

  expect(fingerprintOf({ ...shipped, file: changed })).not.toBe(fingerprintOf(shipped));
  expect(fingerprintOf({ ...shipped })).toBe(fingerprintOf(shipped));
});
