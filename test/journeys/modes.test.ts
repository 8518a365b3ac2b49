import { describe, expect, it } from 'vitest';
import {
  beginJourney,
  closeJourneysAfterEach,
  type Journey,
  type JourneyOptions,
} from '../support/journey.ts';
import { hour, minute } from '../support/story.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);

/** So many cases that breach together at 10:10. */
async function beginBeforeBreach(count: number, environment: JourneyOptions['environment'] = {}) {
  const journey = await beginJourney({ startsAt: tuesdayAt10, environment });
  const sysIds = Array.from({ length: count }, () => journey.openCase({}, tuesdayAt10 - 20 * minute));
  await journey.sync();
  return { journey, sysIds };
}

const patches = (journey: Journey) =>
  journey.simulator.requests.all().filter(({ method }) => method === 'PATCH').length;

const numberOf = (journey: Journey, sysId: string): string =>
  journey.simulator.instance.get('sn_customerservice_case', sysId)!['number']!;

describe('a dry run', () => {
  it('decides and shows everything, and sends nothing', async () => {
    const { journey, sysIds } = await beginBeforeBreach(1, { WRITE_BACK: 'dry-run' });
    await journey.goTo(tuesdayAt10 + 10 * minute);

    expect((await journey.ticket(sysIds[0]!)).escalations).toMatchObject([{ level: 1, route: 'direct' }]);
    const [message] = await journey.outbox();
    expect(message).toMatchObject({ state: 'held', reason: 'dry-run', level: 1, attempts: 0 });
    const shown = await journey.ask<{ fields: Record<string, string> }>(`/admin/outbox/${message!.id}`);
    expect(shown.fields['work_notes']).toContain(`[sla-bridge:${message!.id}]`);
    expect(patches(journey)).toBe(0);
  });

  it('is what a live instance begins with', async () => {
    const { journey } = await beginBeforeBreach(1, { WRITE_BACK: '' });
    await journey.goTo(tuesdayAt10 + 10 * minute);
    expect((await journey.outbox()).map(({ reason }) => reason)).toEqual(['dry-run']);
    expect(patches(journey)).toBe(0);
  });

  it('that ends sends what comes from then on; what was held waits until somebody sends it', async () => {
    const { journey, sysIds } = await beginBeforeBreach(1, { WRITE_BACK: 'dry-run' });
    await journey.goTo(tuesdayAt10 + 10 * minute);
    await journey.stop();
    await journey.start({ WRITE_BACK: 'on' });
    await journey.rest();
    expect(journey.notes(sysIds[0]!)).toEqual([]);

    const [held] = await journey.outbox();
    expect((await journey.order(`/admin/outbox/${held!.id}/retry`)).status).toBe(200);
    await journey.rest();
    expect(journey.notes(sysIds[0]!)).toHaveLength(1);
    await journey.goTo(tuesdayAt10 + 10 * minute + 4 * hour + minute);
    expect(journey.notes(sysIds[0]!)).toHaveLength(2);
  });
});

describe('write-back that is off', () => {
  it('puts nothing into the outbox, while clocks and ladder go on', async () => {
    const { journey, sysIds } = await beginBeforeBreach(1, { WRITE_BACK: 'off' });
    await journey.goTo(tuesdayAt10 + 10 * minute);
    expect((await journey.ticket(sysIds[0]!)).escalations).toHaveLength(1);
    expect(await journey.outbox()).toEqual([]);
    expect(patches(journey)).toBe(0);
  });
});

describe('the storm guard', () => {
  it('lets go as many notes as its limit says, holds the others, and loses none of them', async () => {
    const { journey, sysIds } = await beginBeforeBreach(8, { STORM_LIMIT: '5' });
    await journey.goTo(tuesdayAt10 + 10 * minute);

    const written = () => sysIds.map((sysId) => journey.notes(sysId).length);
    const count = (notes: number) => written().filter((one) => one === notes).length;
    expect([count(1), count(0)]).toEqual([5, 3]);
    const states = (await journey.outbox()).map(({ state, reason }) => reason ?? state).sort();
    expect(states).toEqual([...Array(5).fill('delivered'), ...Array(3).fill('storm-guard')]);
    expect((await journey.ask<{ status: string }>('/admin/health')).status).toBe('warn');

    const released = await journey.order('/admin/outbox/release');
    expect(released).toMatchObject({ status: 200, body: { changed: { released: 3 } } });
    await journey.rest();
    expect(written()).toEqual(Array(8).fill(1));
    expect((await journey.ask<{ status: string }>('/admin/health')).status).toBe('pass');
  });

  it('drops what is out of date when it is released, and says why', async () => {
    const { journey, sysIds } = await beginBeforeBreach(3, { STORM_LIMIT: '1' });
    await journey.goTo(tuesdayAt10 + 10 * minute);
    for (const sysId of sysIds) journey.updateCase(sysId, { state: '6', close_notes: 'Done' });
    await journey.sync();
    await journey.order('/admin/outbox/release');
    await journey.rest();
    const ends = (await journey.outbox()).map(({ state, reason }) => `${state} ${reason}`).sort();
    expect(ends).toEqual(['delivered null', 'dropped resolved', 'dropped resolved']);
  });
});

describe('what people order', () => {
  it('an escalation that they ask for is written once, with their reason; the next one is too early', async () => {
    const { journey, sysIds } = await beginBeforeBreach(1);
    const number = numberOf(journey, sysIds[0]!);
    const raised = await journey.order(`/admin/tickets/${number}/escalate`, { reason: 'Nobody calls back' });
    expect(raised.status).toBe(200);
    const refused = await journey.order(`/admin/tickets/${number}/escalate`, { reason: 'Still nobody' });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'escalation-too-early', contact: { level: 1, route: 'direct' } },
    });
    await journey.rest();
    expect(journey.notes(sysIds[0]!)).toHaveLength(1);
    expect(journey.notes(sysIds[0]!)[0]).toContain('Requested: Nobody calls back');
  });

  it('an acknowledged escalation is not raised further until the acknowledgement ends', async () => {
    const { journey, sysIds } = await beginBeforeBreach(1);
    const number = numberOf(journey, sysIds[0]!);
    await journey.goTo(tuesdayAt10 + 10 * minute);
    await journey.goTo(tuesdayAt10 + 2 * hour);
    const acknowledged = await journey.order(`/admin/tickets/${number}/acknowledge`, { note: 'On it' });
    expect(acknowledged.status).toBe(200);
    await journey.goTo(tuesdayAt10 + 5.9 * hour);
    const steps = () => journey.notes(sysIds[0]!).filter((note) => note.startsWith('SLA escalation'));
    expect(steps()).toHaveLength(1);
    await journey.goTo(tuesdayAt10 + 6.1 * hour);
    expect(steps()).toHaveLength(2);
  });
});
