import { formatDuration } from '../time/format-duration.ts';
import { clockKinds } from '../vocabulary.ts';
import type { PolicyEntry, PolicyFile } from './policy-file.ts';

/** What the support definition leaves open, and how this configuration settles it. */
export function describeAssumptions(entry: PolicyEntry): string[] {
  return [
    describePauses(entry),
    entry.tierDiagnoses
      ? 'A hand-over to support level 2 or higher counts as diagnosed.'
      : 'A hand-over to support level 2 or higher does not count as diagnosed.',
    `A ticket is shown as at risk at ${list(entry.warningPercents.map((percent) => `${percent} %`))} of a target.`,
    entry.ladder.advance === 'automatic'
      ? 'The ladder climbs by itself as long as a clock is overdue.'
      : 'The ladder raises level 1 by itself and every further level on request.',
    `Level 4 is raised at most ${times(entry.ladder.topLevelRaises)} in one run of the ladder.`,
    describeMinimumTimes(entry),
    entry.ladder.onEpisodeEnd === 'reset'
      ? 'When the trouble ends while the ticket is open, its escalation field is set back to 0.'
      : 'When the trouble ends while the ticket is open, its escalation field stays as it is.',
  ];
}

/** What the service asks of customers: advice to phone, and missing details. */
export function describeRequests(file: PolicyFile): string[] {
  const { phoneAdvice, ticketDetails } = file;
  const concerned = list(phoneAdvice.priorities);
  return [
    phoneAdvice.enabled && phoneAdvice.priorities.length > 0
      ? `A ${concerned} ticket that did not come by phone gets one note that advises to call ${phoneAdvice.phone}.`
      : 'No ticket is advised to be phoned in.',
    ticketDetails.requestMissing
      ? `One comment asks the customer for the details that are missing ${formatDuration(ticketDetails.requestAfter)} after the ticket was opened, or later up to ${formatDuration(ticketDetails.requestWithin)}.`
      : 'Missing details are shown; the customer is not asked for them.',
  ];
}

function describePauses(entry: PolicyEntry): string {
  const pausing = clockKinds.filter((kind) => entry.pausesWhileWaiting[kind]);
  if (pausing.length === 0) return 'No clock stands still while a ticket waits on the customer.';
  return `Where a target does not say otherwise, these clocks stand still while a ticket waits on the customer: ${pausing.join(', ')}.`;
}

function describeMinimumTimes(entry: PolicyEntry): string {
  const named = Object.entries(entry.ladder.minimumTimeCalendars);
  if (named.length === 0) return 'Minimum times between escalations are elapsed time.';
  const each = named.map(([priority, calendar]) => `${priority} on "${calendar}"`);
  return `Minimum times between escalations are counted for ${list(each)}; otherwise they are elapsed time.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
