import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AppDesk, openAppDesk, READY, START, secretOf } from './app-desk.ts';

let desk: AppDesk;
beforeEach(() => {
  desk = openAppDesk();
});

/** Lets the time pass and runs the scheduled job each minute. */
function runMinutes(minutes: number): void {
  for (let minute = 0; minute < minutes; minute += 1) {
    desk.time.advance(60_000);
    desk.drain();
  }
}

const sentIds = (): string[] => desk.sent.map(({ headers }) => headers['webhook-id']!);

describe('a new notification', () => {
  it('is sent at once, as Standard Webhooks says', () => {
    const sysId = desk.insertCase();
    const [row] = desk.outbox();
    desk.sendAtOnce(row!);

    expect(desk.sent).toHaveLength(1);
    const { url, method, headers, body, timeoutMs } = desk.sent[0]!;
    expect({ url, method, timeoutMs }).toEqual({ url: READY['endpoint'], method: 'POST', timeoutMs: 10_000 });
    expect(headers).toMatchObject({
      'Content-Type': 'application/json',
      'webhook-id': row!['sys_id'],
      'webhook-timestamp': String(START / 1000),
    });
    expect(JSON.parse(body)).toEqual({
      event_id: row!['sys_id'],
      table: 'sn_customerservice_case',
      sys_id: sysId,
      operation: 'insert',
      sys_mod_count: '0',
      sys_updated_on: '2026-03-02 10:00:00',
    });
    expect(headers['webhook-signature']).toBe(
      new Webhook(READY['secret']!).sign(row!['sys_id']!, new Date(START), body),
    );
    expect(desk.outbox()).toMatchObject([
      { state: 'delivered', attempts: '1', last_status: '202', delivered_at: '2026-03-02 10:00:00' },
    ]);
  });

  it('is left to that for half a minute, then the job takes it', () => {
    desk.insertCase();
    desk.time.advance(29_000);
    desk.drain();
    expect(desk.sent).toEqual([]);
    desk.time.advance(1000);
    desk.drain();
    expect(desk.states()).toEqual(['delivered']);
  });

  it('is not sent again by the job', () => {
    desk.insertCase();
    desk.sendAtOnce(desk.outbox()[0]!);
    runMinutes(10);
    expect(desk.sent).toHaveLength(1);
  });
});

describe('while a secret is being replaced', () => {
  it('each delivery bears a signature of both', () => {
    desk = openAppDesk({ ...READY, secret_next: secretOf('b') });
    desk.insertCase();
    desk.sendAtOnce(desk.outbox()[0]!);
    const { headers, body } = desk.sent[0]!;
    const expected = [secretOf('a'), secretOf('b')].map((secret) =>
      new Webhook(secret).sign(headers['webhook-id']!, new Date(START), body),
    );
    expect(headers['webhook-signature']!.split(' ')).toEqual(expected);
  });

  it('a value that is no secret is left out', () => {
    desk = openAppDesk({ ...READY, secret: 'enc:0123456789', secret_next: secretOf('b') });
    desk.insertCase();
    desk.sendAtOnce(desk.outbox()[0]!);
    expect(desk.sent[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  });
});

it('without any secret nothing is sent, nothing is lost, and the log says why', () => {
  desk = openAppDesk({ ...READY, secret: '' });
  desk.insertCase();
  runMinutes(3);
  expect(desk.sent).toEqual([]);
  expect(desk.states()).toEqual(['pending']);
  expect(desk.logged[0]).toMatch(/^error: .*whsec_/);
});

describe('while the receiver is missing', () => {
  const refused = { status: 0, error: 'connect ECONNREFUSED' };

  beforeEach(() => {
    desk.session.answering = () => refused;
  });

  it('it is asked after 30 s, 60 s, … 300 s, always with the oldest notification, and nobody loses an attempt', () => {
    const askedAt: number[] = [];
    desk.session.answering = () => {
      askedAt.push((desk.time.now() - START) / 1000);
      return refused;
    };
    for (let index = 0; index < 20; index += 1) desk.insertCase();
    for (let second = 0; second < 1800; second += 1) {
      desk.time.advance(1000);
      desk.drain();
    }
    expect(askedAt).toEqual([30, 60, 120, 240, 480, 780, 1080, 1380, 1680]);
    expect(new Set(sentIds()).size).toBe(1);
    expect(desk.outbox().filter((row) => row['attempts'] === '0')).toHaveLength(19);
    expect(desk.states().every((state) => state === 'pending')).toBe(true);
  });

  it('new notifications do not wait for it one by one', () => {
    desk.insertCase();
    desk.sendAtOnce(desk.outbox()[0]!);
    for (let index = 0; index < 5; index += 1) {
      desk.insertCase();
      desk.sendAtOnce(desk.outbox().at(-1)!);
    }
    expect(desk.sent).toHaveLength(1);
  });

  it('an outage of hours loses nothing: afterwards everything is delivered once', () => {
    for (let index = 0; index < 30; index += 1) {
      desk.insertCase();
      runMinutes(10);
    }
    const attempts = desk.sent.length;
    desk.session.answering = () => 202;
    runMinutes(6);
    expect(desk.states()).toEqual(Array(30).fill('delivered'));
    expect(new Set(sentIds().slice(attempts)).size).toBe(30);
    expect(desk.sent.length - attempts).toBe(30);
  });

  it.each([401, 403, 404, 408, 429, 502, 503, 504, 302])('status %i says so too', (status) => {
    desk.session.answering = () => status;
    desk.insertCase();
    desk.insertCase();
    runMinutes(1);
    expect(desk.sent).toHaveLength(1);
    desk.session.answering = () => 202;
    runMinutes(2);
    expect(desk.states()).toEqual(['delivered', 'delivered']);
  });

  it('so does an instance that throws because it does not find the host', () => {
    desk.session.answering = () => {
      throw new Error('UnknownHostException: sla-bridge.example.com');
    };
    desk.insertCase();
    runMinutes(1);
    expect(desk.outbox()).toMatchObject([
      { state: 'pending', last_outcome: 'unreachable', last_status: '0' },
    ]);
    expect(desk.outbox()[0]!['last_error']).toContain('UnknownHostException');
  });

  it('it may ask for a longer rest, but not for more than an hour', () => {
    desk.session.answering = () => ({ status: 503, headers: { 'Retry-After': '900' } });
    desk.insertCase();
    runMinutes(15);
    expect(desk.sent).toHaveLength(1);
    desk.session.answering = () => ({ status: 503, headers: { 'retry-after': '999999' } });
    runMinutes(1);
    expect(desk.sent).toHaveLength(2);
    runMinutes(59);
    expect(desk.sent).toHaveLength(2);
    runMinutes(1);
    expect(desk.sent).toHaveLength(3);
  });
});

describe('a notification that is refused', () => {
  it.each([
    400, 413, 415, 422,
  ])('with %i is tried ten times, then given up, and keeps nobody waiting', (status) => {
    desk.insertCase({ number: 'CS1' });
    const bad = desk.outbox()[0]!['sys_id'];
    desk.session.answering = ({ headers }) => (headers['webhook-id'] === bad ? status : 202);
    runMinutes(5);
    desk.insertCase();
    runMinutes(1);
    expect(desk.states()).toEqual(['pending', 'delivered']);
    runMinutes(120);
    expect(desk.states()).toEqual(['dead', 'delivered']);
    expect(sentIds().filter((id) => id === bad)).toHaveLength(10);
    expect(desk.logged.at(-1)).toBe(
      `error: SLA bridge: notification ${bad} is given up: The answer was ${status}.`,
    );
  });

  it('is tried again when somebody sets it back to pending', () => {
    desk.session.answering = () => 400;
    desk.insertCase();
    runMinutes(120);
    expect(desk.states()).toEqual(['dead']);
    desk.session.answering = () => 202;
    const [row] = desk.outbox();
    desk.instance.update('x_slab_bridge_outbox', row!['sys_id']!, { state: 'pending' });
    runMinutes(10);
    expect(desk.states()).toEqual(['delivered']);
  });
});

it('one that the receiver stumbles over keeps nobody waiting, and is not given up for that', () => {
  desk.insertCase();
  const bad = desk.outbox()[0]!['sys_id'];
  desk.session.answering = ({ headers }) => (headers['webhook-id'] === bad ? 500 : 202);
  for (let index = 0; index < 3; index += 1) desk.insertCase();
  runMinutes(120);
  expect(desk.states().toSorted()).toEqual(['delivered', 'delivered', 'delivered', 'pending']);
  expect(Number(desk.outbox().find((row) => row['sys_id'] === bad)!['attempts'])).toBeGreaterThan(20);
});

it('a node that dies while it sends leaves a notification that is sent again, under the same id', () => {
  desk.insertCase();
  desk.session.answering = () => {
    desk.session.isDead = true;
    return 202;
  };
  expect(() => desk.sendAtOnce(desk.outbox()[0]!)).toThrow('dead');
  expect(desk.states()).toEqual(['pending']);
  desk.session.isDead = false;
  desk.session.answering = () => 202;
  runMinutes(2);
  expect(new Set(sentIds()).size).toBe(1);
  expect(sentIds()).toHaveLength(2);
  expect(desk.states()).toEqual(['delivered']);
});

it('a run takes no more than its share of time', () => {
  for (let index = 0; index < 5; index += 1) desk.insertCase();
  desk.session.answering = () => {
    desk.clock.advance(20_000);
    return 202;
  };
  runMinutes(1);
  expect(desk.sent).toHaveLength(3);
  runMinutes(1);
  expect(desk.states()).toEqual(Array(5).fill('delivered'));
});

it('nothing that is logged or stored names a secret', () => {
  desk.session.answering = () => 503;
  desk.insertCase();
  runMinutes(5);
  expect(JSON.stringify([desk.logged, desk.outbox()])).not.toContain(READY['secret']!.slice(6, 20));
});
