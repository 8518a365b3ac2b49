import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { beginJourney, CASES, closeJourneysAfterEach, type Journey, wireDate } from '../support/journey.ts';
import { hour, minute } from '../support/story.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);
const closeTrail = (simulator: Simulator): void =>
  void simulator.settings.closedTables.push({ table: 'sys_audit' });

interface Detail {
  readonly clocks: readonly { kind: string; state: string; elapsedMs: number; breachedAt: string | null }[];
  readonly timeline: readonly { at: string; state: string; sysModCount: number }[];
  readonly escalations: readonly { level: number; at: string }[];
  readonly problems: readonly { field: string; value: string; code: string }[];
  readonly history: { isComplete: boolean; unknownVersions: number; gaps: readonly string[] };
}

const detailOf = async (journey: Journey, sysId: string): Promise<Detail> =>
  (await journey.ticket(sysId)) as unknown as Detail;
const clockOf = ({ clocks }: Detail, kind: string) => clocks.find((clock) => clock.kind === kind)!;

/** A case is answered after ten minutes. While the service is down it waits for fifty, and is taken up again. */
async function missAPause(journey: Journey): Promise<string> {
  const sysId = journey.openCase();
  await journey.sync();
  journey.time.leapTo(tuesdayAt10 + 10 * minute);
  journey.updateCase(sysId, { state: '10' });
  await journey.rest();
  await journey.stop();
  journey.time.leapTo(tuesdayAt10 + 20 * minute);
  journey.updateCase(sysId, { state: '18' });
  journey.time.leapTo(tuesdayAt10 + 70 * minute);
  journey.updateCase(sysId, { state: '10' });
  journey.time.leapTo(tuesdayAt10 + 80 * minute);
  await journey.start();
  await journey.rest();
  return sysId;
}

describe('a service that was down while a ticket waited and was taken up again', () => {
  it('counts exactly the time in which it did not wait, and escalates nothing', async () => {
    const journey = await beginJourney({ engine: 'postgres', startsAt: tuesdayAt10 });
    const sysId = await missAPause(journey);
    const detail = await detailOf(journey, sysId);

    expect(detail.timeline.map(({ state }) => state)).toEqual(['new', 'new', 'open', 'waiting', 'open']);
    const troubleshoot = clockOf(detail, 'troubleshoot');
    expect(troubleshoot.state).toBe('running');
    expect(Math.abs(troubleshoot.elapsedMs - 20 * minute)).toBeLessThan(minute);
    expect(detail.escalations).toEqual([]);
    expect(journey.notes(sysId)).toEqual([]);
    expect(detail.history).toEqual({ isComplete: true, unknownVersions: 0, gaps: [] });
    expect(detail.problems).toEqual([]);
  });

  it('shows the gap where its account may not read the audit trail', async () => {
    const journey = await beginJourney({ engine: 'postgres', startsAt: tuesdayAt10, before: closeTrail });
    const sysId = await missAPause(journey);
    const detail = await detailOf(journey, sysId);

    expect(clockOf(detail, 'troubleshoot').state).toBe('breached');
    expect(detail.problems).toEqual([{ field: 'history', value: '1', code: 'history-gap' }]);
    expect(detail.history).toMatchObject({ isComplete: false, unknownVersions: 1 });
    expect(detail.history.gaps[0]).toContain('sys_audit');
    const number = journey.simulator.instance.get(CASES, sysId)!['number'];
    type Explanation = { assumptions: { kind: string; text: string }[] };
    const { assumptions } = await journey.ask<Explanation>(`/admin/tickets/${number}/explain`);
    expect(assumptions).toContainEqual(
      expect.objectContaining({ kind: 'estimated', text: detail.history.gaps[0] }),
    );
  });
});

describe('a breach that only the audit trail tells', () => {
  /** It was worked at for longer than allowed, and waits again. */
  const workAndWait = (
    journey: Pick<Journey, 'updateCase'>,
    leapTo: (at: number) => void,
    sysId: string,
  ): void => {
    leapTo(tuesdayAt10 + 10 * minute);
    journey.updateCase(sysId, { state: '10' });
    leapTo(tuesdayAt10 + 2 * hour);
    journey.updateCase(sysId, { state: '18' });
  };

  it('is told late, by one step, when the ladder need not wait any more', async () => {
    const journey = await beginJourney({ engine: 'postgres', startsAt: tuesdayAt10 });
    const sysId = journey.openCase({ state: '18' });
    await journey.rest();
    await journey.stop();
    workAndWait(journey, (at) => journey.time.leapTo(at), sysId);
    journey.time.leapTo(tuesdayAt10 + 10 * hour);
    await journey.start();
    await journey.rest();
    const waiting = await detailOf(journey, sysId);
    const { breachedAt } = clockOf(waiting, 'troubleshoot');
    expect(Math.abs(Date.parse(breachedAt!) - (tuesdayAt10 + 70 * minute))).toBeLessThan(minute);
    expect(waiting.escalations).toEqual([]);

    journey.updateCase(sysId, { state: '10' });
    await journey.rest();
    const { escalations } = await detailOf(journey, sysId);
    expect(escalations).toMatchObject([{ level: 1 }]);
    expect(Date.parse(escalations[0]!.at)).toBeGreaterThan(tuesdayAt10 + 10 * hour);
  });

  it('is held back where it stood before the ticket was first mirrored', async () => {
    let sysId = '';
    const journey = await beginJourney({
      engine: 'postgres',
      startsAt: tuesdayAt10 + 10 * hour,
      before: ({ instance }) => {
        const opened_at = wireDate(tuesdayAt10);
        const values = { short_description: 'No dial tone', priority: '1', contact_type: 'phone', opened_at };
        sysId = instance.insert(CASES, values, { at: tuesdayAt10, by: 'agent' })['sys_id']!;
        instance.update(CASES, sysId, { state: '10' }, { at: tuesdayAt10 + 10 * minute, by: 'agent' });
        instance.update(CASES, sysId, { state: '18' }, { at: tuesdayAt10 + 2 * hour, by: 'agent' });
      },
    });
    await journey.until(async () => (await detailOf(journey, sysId)).history.isComplete);
    await journey.rest();
    const detail = await detailOf(journey, sysId);

    expect(clockOf(detail, 'response')).toMatchObject({ state: 'met', elapsedMs: 10 * minute });
    const breachedAt = new Date(tuesdayAt10 + 70 * minute).toISOString();
    expect(clockOf(detail, 'troubleshoot')).toMatchObject({ state: 'breached', breachedAt });
    expect(detail.escalations).toEqual([]);
    expect(journey.notes(sysId)).toEqual([]);
  });
});

describe('a record that is deleted while nobody looks', () => {
  it('is a tombstone within two minutes, without a webhook and without a comparison', async () => {
    const journey = await beginJourney({ engine: 'postgres', startsAt: tuesdayAt10 });
    const sysId = journey.openCase();
    await journey.sync();
    const number = journey.simulator.instance.get(CASES, sysId)!['number'];
    journey.simulator.instance.delete(CASES, sysId);
    journey.time.leap(2 * minute);

    await journey.until(async () => {
      const { ticket } = await journey.ask<{ ticket: { deletedAt: string | null } }>(
        `/admin/tickets/${number}`,
      );
      return ticket.deletedAt !== null;
    });
  });
});
