import { describe, expect, it } from 'vitest';
import { announce, type JudgedTicket } from '../../src/alerts/announce.ts';
import type { Judgement } from '../../src/judgement.ts';
import { followCase, type JudgedCase } from '../support/case.ts';
import { at } from '../support/observations.ts';

const opened = at('2024-03-04 10:00');
const pageOf = ({ number }: { number: string }): string => `https://sla.example.org/${number}?table=a&b`;
const link = '<a href="https://sla.example.org/CS0001001?table=a&#38;b">CS0001001</a>';
const both = { alertmanager: true, grafana: true, pageOf };

/** As the pipeline hands it over. */
function judgedTicket(followed: JudgedCase, judgement: Judgement): JudgedTicket {
  return {
    ticket: { id: 7, number: followed.ticket.number, table: followed.ticket.table },
    clocksBefore: followed.judgedFrom().clocksBefore,
    clocks: judgement.clocks,
    newBreaches: judgement.newBreaches,
    raised: judgement.raise === null ? [] : [judgement.raise],
    isHeldBack: judgement.ladder.episode?.heldBack === true,
  };
}

function tell(followed: JudgedCase, judgement: Judgement, targets = both): string[] {
  return announce(judgedTicket(followed, judgement), targets).map(({ key, data }) =>
    data.kind === 'ticket' ? key : `${key}: ${data.annotation.text}`,
  );
}

/** A critical case that is overdue from 10:30 on, for want of a response. */
function overdue(): { followed: JudgedCase; judgement: Judgement } {
  const followed = followCase(opened);
  followed.see(opened, {});
  return { followed, judgement: followed.judgeAt(at('2024-03-04 10:30')) };
}

describe('what is told', () => {
  it('is nothing about a ticket inside its targets', () => {
    const followed = followCase(opened);

    expect(tell(followed, followed.see(opened, {}))).toEqual([]);
    expect(tell(followed, followed.judgeAt(at('2024-03-04 10:20')))).toEqual([]);
  });

  it('is the alert, the breach and the step when a clock breaches', () => {
    const { followed, judgement } = overdue();

    expect(tell(followed, judgement)).toEqual([
      'ticket:7',
      `annotations:7: ${link}: response target missed (critical)`,
      `annotations:7: ${link}: escalated to level 1 for response (direct)`,
    ]);
  });

  it('is nothing anew while nothing changes', () => {
    const { followed } = overdue();

    expect(tell(followed, followed.judgeAt(at('2024-03-04 10:40')))).toEqual([]);
  });

  it('is the alert once more when the next level is raised, for it bears the level', () => {
    const { followed } = overdue();

    expect(tell(followed, followed.judgeAt(at('2024-03-04 14:30')))).toContain('ticket:7');
  });

  it('is the end of the alert when the ticket is resolved, or deleted', () => {
    const { followed } = overdue();
    const resolution = { state: 'resolved' as const, sysModCount: 1, sysUpdatedAt: at('2024-03-04 10:45') };
    expect(tell(followed, followed.see(at('2024-03-04 10:45'), resolution))).toEqual(['ticket:7']);

    const other = overdue().followed;
    expect(tell(other, other.remove(at('2024-03-04 10:45')))).toEqual(['ticket:7']);
  });

  it('is the alert once more when the priority changes but the breach stands', () => {
    const { followed } = overdue();
    const change = { priority: 'high' as const, sysModCount: 1, sysUpdatedAt: at('2024-03-04 10:45') };

    expect(tell(followed, followed.see(at('2024-03-04 10:45'), change))).toEqual(['ticket:7']);
  });

  it('is nothing about a ticket that was overdue before it was first mirrored', () => {
    const followed = followCase(opened);
    const judgement = followed.see(at('2024-03-04 12:00'), {});

    expect(judgement.clocks.some(({ state }) => state === 'breached')).toBe(true);
    expect(tell(followed, judgement)).toEqual([]);
  });

  it('is told only to whom there is', () => {
    const { followed, judgement } = overdue();

    expect(tell(followed, judgement, { ...both, grafana: false })).toEqual(['ticket:7']);
    expect(tell(followed, judgement, { ...both, alertmanager: false })).toHaveLength(2);
    expect(tell(followed, judgement, { ...both, alertmanager: false, grafana: false })).toEqual([]);
  });
});
