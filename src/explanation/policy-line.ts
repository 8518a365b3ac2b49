import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import { noHolidays } from '../calendar/holidays.ts';
import type { ClockRule } from '../clocks/policy.ts';
import { describeHours } from '../policy/describe-calendars.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import { choosePolicy, type Policy } from '../policy/policy.ts';
import type { PolicyEntry } from '../policy/policy-file.ts';
import { formatAmount } from '../time/amount.ts';
import type { ClockKind, Priority } from '../vocabulary.ts';

/** The policy that counts for a ticket, as it stands in the file, and why it is this one. */
export interface PolicyChoice {
  readonly policy: Policy;
  readonly entry: PolicyEntry;
  /** Its place in the file: `policies[0]`. */
  readonly path: string;
  readonly why: string;
}

/** The line of the policy by which a clock is judged, and what it says. */
export interface PolicyLine {
  readonly path: string;
  readonly meaning: string;
  readonly text: string;
}

export function choosePolicyFor(loaded: LoadedPolicy, serviceLine: string | null): PolicyChoice {
  const policy = choosePolicy(loaded.policies, serviceLine);
  const index = loaded.policies.indexOf(policy);
  return {
    policy,
    entry: loaded.file.policies[index]!,
    path: `policies[${index}]`,
    why: whyChosen(policy, serviceLine),
  };
}

function whyChosen(policy: Policy, serviceLine: string | null): string {
  if (serviceLine === null) return 'the ticket names no service line, so the last policy of the file counts';
  if (serviceLine === policy.serviceLine) return `it is the first for the service line ${serviceLine}`;
  return `no policy is for the service line ${serviceLine}, so the last of the file counts`;
}

/** A calendar as it is configured, with its holidays by name. */
export function calendarByName(loaded: LoadedPolicy, name: string): CalendarDefinition {
  const { timezone, weekly, observesHolidays } = loaded.calendarsFile.calendars[name]!;
  return { timezone, weekly, holidaysOf: observesHolidays ? loaded.holidays.holidaysOf : noHolidays };
}

const subjects: Readonly<Record<ClockKind, string>> = {
  response: 'the response is due',
  troubleshoot: 'troubleshooting is due',
  fix: 'the fix is due',
};

/** The line for a clock under a priority: "UCC, critical (Total Loss of Service): the fix is due 5 h after …". */
export function policyLineOf(
  choice: PolicyChoice,
  kind: ClockKind,
  priority: Priority,
  rule: ClockRule,
  calendar: CalendarDefinition,
): PolicyLine {
  const { meaning } = choice.entry.targets[priority];
  const after = kind === 'troubleshoot' ? 'the response' : 'the opening';
  const due = `${subjects[kind]} ${formatAmount(rule.targetMs)} after ${after}`;
  const holidays = calendar.holidaysOf === noHolidays ? '' : ', without bank holidays';
  const hours = `"${rule.calendarName}" (${describeHours(calendar.weekly)}${holidays})`;
  const pause = rule.pausesWhileWaiting ? '; it stands still while the ticket waits on the customer' : '';
  return {
    path: `${choice.path}.targets.${priority}.${kind}`,
    meaning,
    text: `policy ${choice.policy.name}, ${priority} (${meaning}): ${due}, counted on ${hours}${pause}.`,
  };
}
