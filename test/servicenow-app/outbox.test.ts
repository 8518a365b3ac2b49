import { beforeEach, describe, expect, it } from 'vitest';
import { type AppDesk, CASES, openAppDesk, READY } from './app-desk.ts';

let desk: AppDesk;
beforeEach(() => {
  desk = openAppDesk();
});

describe('a change becomes a notification', () => {
  it('when a record is inserted, updated or deleted', () => {
    const sysId = desk.insertCase();
    desk.time.advance(1000);
    desk.instance.update(CASES, sysId, { state: '10' });
    desk.time.advance(1000);
    desk.instance.delete(CASES, sysId);

    const told = desk
      .outbox()
      .map((row) => [row['operation'], row['source_mod_count'], row['source_updated_on']]);
    expect(told).toEqual([
      ['insert', '0', '2026-03-02 10:00:00'],
      ['update', '1', '2026-03-02 10:00:01'],
      ['delete', '1', '2026-03-02 10:00:01'],
    ]);
    expect(desk.outbox()[0]).toMatchObject({
      source_table: CASES,
      source_id: sysId,
      state: 'pending',
      attempts: '0',
      next_attempt_at: '2026-03-02 10:00:30',
    });
  });

  it('only if a field changed that matters to the SLA', () => {
    const sysId = desk.insertCase();
    desk.instance.update(CASES, sysId, { resolution_code: 'solved' });
    expect(desk.outbox()).toHaveLength(1);
    desk.instance.update(CASES, sysId, { priority: '1' });
    expect(desk.outbox()).toHaveLength(2);
  });

  it('not if the ignored user made it', () => {
    desk = openAppDesk({ ...READY, ignored_user: 'sla.bridge' });
    desk.session.user = 'sla.bridge';
    const sysId = desk.insertCase();
    expect(desk.outbox()).toEqual([]);
    desk.session.user = 'agnes';
    desk.instance.update(CASES, sysId, { state: '10' });
    expect(desk.outbox()).toHaveLength(1);
  });

  it.each([
    ['while the application is off', { ...READY, active: 'false' }],
    ['while there is nowhere to send it', { ...READY, endpoint: ' ' }],
    ['of a table without fields that matter', { ...READY, [`fields.${CASES}`]: '' }],
  ])('not %s', (_, properties) => {
    desk = openAppDesk(properties);
    desk.insertCase();
    expect(desk.outbox()).toEqual([]);
  });

  it('also by a rule that runs later, because what changed is judged in its condition', () => {
    desk.session.isLater = true;
    const sysId = desk.insertCase();
    desk.instance.update(CASES, sysId, { resolution_code: 'solved' });
    desk.instance.update(CASES, sysId, { state: '10' });
    expect(desk.outbox()).toEqual([]);
    desk.runLater();
    expect(
      desk
        .outbox()
        .map((row) => row['operation'])
        .sort(),
    ).toEqual(['insert', 'update']);
  });

  it('under the name of the announced table, even if the record is of one that extends it', () => {
    desk.database.define({ name: 'u_network_case', extends: CASES, fields: 'u_circuit' });
    desk.instance.insert('u_network_case', {});
    expect(desk.outbox()[0]).toMatchObject({ source_table: CASES });
  });

  it('whatever fields are named that the table does not have', () => {
    desk = openAppDesk({ ...READY, [`fields.${CASES}`]: 'u_gone, state' });
    const sysId = desk.insertCase();
    desk.instance.update(CASES, sysId, { state: '10' });
    expect(desk.outbox()).toHaveLength(2);
  });
});

describe('what nobody will look up any more is removed', () => {
  const DAY_MS = 86_400_000;

  it('delivered ones after days, those given up after a month', () => {
    desk.insertCase();
    desk.time.advance(60_000);
    desk.drain();
    desk.time.advance(3 * DAY_MS);
    desk.insertCase();
    desk.session.answering = () => 400;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      desk.time.advance(3_600_000);
      desk.drain();
    }
    expect(desk.states()).toEqual(['delivered', 'dead']);
    desk.tidy();
    expect(desk.states()).toEqual(['dead']);
    desk.time.advance(31 * DAY_MS);
    desk.tidy();
    expect(desk.outbox()).toEqual([]);
  });

  it('and one that waited for a week is given up', () => {
    desk.insertCase();
    desk.time.advance(6 * DAY_MS);
    desk.tidy();
    expect(desk.states()).toEqual(['pending']);
    desk.time.advance(2 * DAY_MS);
    desk.tidy();
    expect(desk.outbox()).toMatchObject([{ state: 'dead' }]);
  });
});
