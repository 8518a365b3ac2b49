import type { Observation } from '../../src/servicenow/observation.ts';
import { parseInstant } from '../../src/time/instant.ts';

/** An instant written the short way: `at('2024-03-04 10:00')` is UTC. */
export function at(text: string): number {
  const instant = parseInstant(`${text.replace(' ', 'T')}Z`);
  if (instant === null) throw new Error(`"${text}" is no instant`);
  return instant;
}

/** What one record says, as a new critical case that came by phone unless told otherwise. */
export function observation(openedAt: number, given: Partial<Observation> = {}): Observation {
  return {
    table: 'sn_customerservice_case',
    sysId: '0123456789abcdef0123456789abcdef',
    number: 'CS0001001',
    state: 'new',
    priority: 'critical',
    tier: 1,
    channel: 'phone',
    isChannelKnown: true,
    account: null,
    accountName: 'Boxeo',
    serviceLine: null,
    covered: true,
    openedAt,
    respondedAt: null,
    diagnosed: false,
    resolvedAt: null,
    closedAt: null,
    shortDescription: 'No dial tone',
    description: '',
    assignmentGroup: null,
    assignedTo: null,
    updatedBy: 'agent',
    sysModCount: 0,
    sysUpdatedAt: openedAt,
    details: {},
    problems: [],
    ...given,
  };
}
