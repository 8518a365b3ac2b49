import type { HistoryGaps } from '../vocabulary.ts';
import type { Ticket } from './ticket.ts';

/** Nothing is missing. */
export const WHOLE: HistoryGaps = { unknownBefore: 0, unknownBetween: 0, reason: null, problems: [] };

/** As it is stored: most histories are whole, and take no room. */
export function storedHistory(history: HistoryGaps): HistoryGaps | null {
  return history.reason === null && history.problems.length === 0 ? null : history;
}

/** What is known of two parts of one history. */
export function joinHistories(one: HistoryGaps, other: HistoryGaps): HistoryGaps {
  const isUnreadable = one.reason === 'unreadable' || other.reason === 'unreadable';
  const problems = new Map([...one.problems, ...other.problems].map((each) => [JSON.stringify(each), each]));
  return {
    unknownBefore: one.unknownBefore + other.unknownBefore,
    unknownBetween: one.unknownBetween + other.unknownBetween,
    reason: isUnreadable ? 'unreadable' : (one.reason ?? other.reason),
    problems: [...problems.values()],
  };
}

const because = {
  unreadable: 'and the audit trail (sys_audit) cannot be read with the rights of the account',
  'not-kept': 'and the audit trail (sys_audit) does not tell what they were',
} as const;

/** Says in words which versions are not known and why, a sentence for each gap; nothing where nothing is missing. */
export function describeGaps({
  history,
  unexaminedSince,
}: Pick<Ticket, 'history' | 'unexaminedSince'>): string[] {
  const { unknownBefore, unknownBetween, reason } = history;
  const why = because[reason ?? 'not-kept'];
  const gaps: string[] = [];
  if (unknownBefore > 0)
    gaps.push(
      `${count(unknownBefore)} before the first that was seen, ${why}; what it shows is taken to have held`,
    );
  if (unknownBetween > 0)
    gaps.push(
      `${count(unknownBetween)} between those that were seen, ${why}; what was seen before is taken to have held`,
    );
  if (unexaminedSince !== null)
    gaps.push('Versions were not seen, and the audit trail (sys_audit) has not been looked at for them yet');
  return gaps;
}

function count(versions: number): string {
  return versions === 1 ? 'There was 1 version' : `There were ${versions} versions`;
}
