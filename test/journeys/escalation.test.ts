import { describe, expect, it } from 'vitest';
import { beginJourney, CASES, closeJourneysAfterEach, type Journey } from '../support/journey.ts';
import { markersOf } from '../support/journey-notes.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { hour, minute } from '../support/story.ts';
import { engines } from '../support/test-database.ts';

closeJourneysAfterEach();

/** London winter time: wall clock and UTC agree. */
const saturdayAt20 = Date.UTC(2026, 1, 28, 20);
const tuesdayAt0230 = Date.UTC(2026, 2, 3, 2, 30);

const iso = (at: number): string => new Date(at).toISOString();
const fieldOf = (journey: Journey, sysId: string, field: string): string | undefined =>
  journey.simulator.instance.get(CASES, sysId)?.[field];

describe.each(engines)('a critical case that nobody answers, on %s', (engine) => {
  it('opened on a Saturday at 20:00 gets its note at the breach, through the service desk', async () => {
    const journey = await beginJourney({ engine, startsAt: saturdayAt20 });
    const sysId = journey.openCase({}, saturdayAt20);
    await journey.sync();
    await journey.goTo(saturdayAt20 + 30 * minute);

    const { escalations, clocks } = await journey.ticket(sysId);
    expect(escalations).toMatchObject([{ level: 1, route: 'service-desk', trigger: 'response' }]);
    const raisedAt = Date.parse(escalations[0]!.at);
    expect(raisedAt - (saturdayAt20 + 30 * minute)).toBeLessThan(1000);
    expect(clocks[0]).toMatchObject({ state: 'breached', breachedAt: iso(saturdayAt20 + 30 * minute) });
    expect(journey.notes(sysId).map((note) => note.split('\n'))).toEqual([
      [
        'SLA escalation level 1 (Service Desk), raised 2026-02-28 20:30:00 UTC.',
        'Breached: response (target 30 min, due 2026-02-28 20:30:00 UTC), overdue by 0 s.',
        'Contact now: Service Desk, support@exponential-e.com, 0800 1303 365.',
        'Next escalation not before 2026-03-01 00:30:00 UTC.',
        `[sla-bridge:${escalations[0]!.messageId}]`,
      ],
    ]);
    expect(fieldOf(journey, sysId, 'escalation')).toBe('1');
  });

  it('climbs the whole ladder, each step once, and reaches on a Tuesday at 11:00 the contact of level 3', async () => {
    const journey = await beginJourney({ engine, startsAt: tuesdayAt0230 });
    const sysId = journey.openCase({}, tuesdayAt0230);
    await journey.sync();
    // The next step counts from the raise, and that comes a moment after its due time: some grace more for each.
    for (const [index, hours] of [0.5, 4.5, 8.5, 24.5, 48.5, 72.5, 96.5].entries()) {
      await journey.goTo(tuesdayAt0230 + hours * hour + (index + 1) * 3000);
    }

    const { escalations } = await journey.ticket(sysId);
    expect(escalations.map(({ at, level, route }) => `${at.slice(5, 16)} level ${level} ${route}`)).toEqual([
      '03-03T03:00 level 1 service-desk',
      '03-03T07:00 level 2 service-desk',
      '03-03T11:00 level 3 direct',
      '03-04T03:00 level 4 service-desk',
      '03-05T03:00 level 4 service-desk',
      '03-06T03:00 level 4 service-desk',
    ]);
    const notes = journey.notes(sysId);
    const steps = notes.filter((note) => note.startsWith('SLA escalation'));
    expect(markersOf(steps)).toEqual(escalations.map(({ messageId }) => messageId));
    expect(steps[2]).toContain(
      'Contact now: Senior Support Leader, Network & Voice, Manish.Tankaria@exponential-e.com, 020 7096 4051.',
    );
    expect(steps[2]).toContain(
      'Breached: response (target 30 min, due 2026-03-03 03:00:00 UTC), overdue by 8 h',
    );
    expect(steps[2]).toContain(
      'Breached: fix (target 5 h, due 2026-03-03 07:30:00 UTC), overdue by 3 h 30 min',
    );
    expect(fieldOf(journey, sysId, 'escalation')).toBe('3');
  });

  it('tells a further breach in a note of its own, once', async () => {
    const journey = await beginJourney({ engine, startsAt: tuesdayAt0230 });
    const sysId = journey.openCase({}, tuesdayAt0230);
    await journey.sync();
    for (const [index, hours] of [0.5, 4.5, 5].entries()) {
      await journey.goTo(tuesdayAt0230 + hours * hour + (index + 1) * 3000);
    }
    await journey.rest();

    const notes = journey.notes(sysId);
    expect(notes.map((note) => note.split('\n')[0])).toEqual([
      expect.stringMatching(/^SLA escalation level 1 \(Service Desk\), raised 2026-03-03 03:00:0\d UTC\.$/),
      expect.stringMatching(
        /^SLA escalation level 2 \(Service Desk Manager\), raised 2026-03-03 07:00:0\d UTC\.$/,
      ),
      'SLA breach: fix.',
    ]);
    expect(new Set(markersOf(notes)).size).toBe(3);
    expect(fieldOf(journey, sysId, 'escalation')).toBe('2');
  });
});

describe('what a watcher sees of a breach', () => {
  it('is counted once in the metrics, from the warning to the delivery', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt0230 });
    journey.openCase({}, tuesdayAt0230);
    await journey.sync();
    await journey.goTo(tuesdayAt0230 + 26 * minute);
    expect(await journey.metric('slabridge_sla_warnings_total{clock="response",priority="critical"}')).toBe(
      1,
    );
    expect(await journey.metric('slabridge_sla_breaches_total{clock="response",priority="critical"}')).toBe(
      0,
    );
    await journey.goTo(tuesdayAt0230 + 30 * minute);

    expect(await journey.metric('slabridge_sla_breaches_total{clock="response",priority="critical"}')).toBe(
      1,
    );
    expect(
      await journey.metric('slabridge_escalations_total{level="1",route="service-desk",trigger="response"}'),
    ).toBe(1);
    expect(
      await journey.metric('slabridge_outbox_deliveries_total{action="escalation",outcome="delivered"}'),
    ).toBe(1);
    expect(await journey.metric('slabridge_tickets{state="new",priority="critical"}')).toBe(1);
    expect(await journey.metric('slabridge_clocks{clock="response",state="breached"}')).toBe(1);
  });

  it('comes of nothing where the case was answered in time', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt0230 });
    const sysId = journey.openCase({}, tuesdayAt0230);
    await journey.sync();
    await journey.goTo(tuesdayAt0230 + 29 * minute);
    journey.updateCase(sysId, { state: '10', cause: 'Blown fuse' });
    await journey.sync();
    await journey.goTo(tuesdayAt0230 + 4 * hour);

    expect((await journey.ticket(sysId)).clocks.map(({ state }) => state)).toEqual(['met', 'met', 'running']);
    expect(journey.notes(sysId)).toEqual([]);
  });

  it('is known to come by mail: a critical case is advised to phone, once', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt0230 });
    const sysId = journey.openCase({ contact_type: 'email' }, tuesdayAt0230);
    await journey.sync();
    await journey.rest();
    journey.updateCase(sysId, { state: '10' });
    await journey.rest();

    expect(journey.notes(sysId)).toHaveLength(1);
    expect(journey.notes(sysId)[0]).toContain('best raised by telephone: +44 (0) 800 1303 365');
    expect(await journey.metric('slabridge_channel_advice_total')).toBe(1);
  });
});

describe('a case that level 1 does not diagnose in time', () => {
  const groups = {
    engineers: '7e1e000000000000000000000000a002',
    specialists: '7e1e000000000000000000000000a003',
  };
  const mapping = {
    ...shippedMapping,
    writeBack: { ...shippedMapping.writeBack, handoverGroups: { 2: groups.engineers } },
  };
  /** So many cases, answered after five minutes and not diagnosed when the troubleshoot clock breaches. */
  const undiagnosed = async (count: number, environment: Readonly<Record<string, string>> = {}) => {
    const journey = await beginJourney({ startsAt: tuesdayAt0230, mapping, environment });
    const sysIds = Array.from({ length: count }, () => journey.openCase({}, tuesdayAt0230));
    await journey.sync();
    await journey.goTo(tuesdayAt0230 + 5 * minute);
    for (const sysId of sysIds) journey.updateCase(sysId, { state: '10' });
    await journey.sync();
    await journey.goTo(tuesdayAt0230 + 65 * minute + 3000);
    return { journey, sysIds };
  };

  it('is handed to the group of level 2, which counts as diagnosed', async () => {
    const { journey, sysIds } = await undiagnosed(1);
    const sysId = sysIds[0]!;

    const notes = journey.notes(sysId);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('Hand-over asked for: support level 2.');
    expect(fieldOf(journey, sysId, 'assignment_group')).toBe(groups.engineers);
    const { ticket, clocks } = await journey.ticket(sysId);
    expect(ticket['tier']).toBe(2);
    expect(clocks[1]).toMatchObject({ kind: 'troubleshoot', state: 'missed' });
  });

  it('is left with whoever took it over while the message waited', async () => {
    const { journey, sysIds } = await undiagnosed(2, { STORM_LIMIT: '1' });
    const sysId = sysIds.find((one) => journey.notes(one).length === 0)!;
    await journey.goTo(tuesdayAt0230 + 5 * hour + 3000);
    journey.updateCase(sysId, { assignment_group: groups.specialists });
    await journey.sync();
    await journey.order('/admin/outbox/release');
    await journey.rest();

    expect(fieldOf(journey, sysId, 'escalation')).toBe('1');
    expect(fieldOf(journey, sysId, 'assignment_group')).toBe(groups.specialists);
  });
});
