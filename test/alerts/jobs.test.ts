import { describe, expect, it } from 'vitest';
import { AlertPushError } from '../../src/alerts/push-error.ts';
import { type PushPorts, pushOrder } from '../../src/alerts/push-job.ts';
import { createResendJob, RESEND_MS } from '../../src/alerts/resend-job.ts';
import { ALERT_LIFETIME_MS, type TicketAlert } from '../../src/alerts/ticket-alert.ts';
import { at } from '../support/observations.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { breached, context } from './breached.ts';

const now = at('2024-03-04 12:30');
const annotation = { time: now, tags: ['sla-bridge'], text: 'CS0001001: fix target missed (high)' };

function ports(given: Partial<PushPorts> = {}) {
  const pushed: TicketAlert[] = [];
  const told: string[] = [];
  const all: PushPorts = {
    pushAlerts: async (alerts) => {
      pushed.push(...alerts);
    },
    annotate: async () => {},
    context,
    loadBreachesOf: async () => [breached({ level: 1 })],
    now: () => now,
    onPushed: (target, outcome) => told.push(`${target} ${outcome}`),
    ...given,
  };
  return { all, pushed, told };
}

const failing = (status: number | null) => async (): Promise<void> => {
  throw new AlertPushError(status === null ? 'alert-push-unreachable' : 'alert-push-refused', 'no', status);
};

describe('an order to push', () => {
  it('pushes how the ticket stands now, and ends what its earlier level was', async () => {
    const { all, pushed, told } = ports();

    await pushOrder({ kind: 'ticket', ticketId: 7 }, all);

    expect(pushed.map(({ labels, endsAt }) => [labels['level'], Date.parse(endsAt) > now])).toEqual([
      ['1', true],
      ['0', false],
    ]);
    expect(told).toEqual(['alertmanager ok']);
  });

  it('is thrown back into the queue while the other side is away', async () => {
    const { all, told } = ports({ pushAlerts: failing(null), annotate: failing(503) });

    await expect(pushOrder({ kind: 'ticket', ticketId: 7 }, all)).rejects.toMatchObject({
      code: 'alert-push-unreachable',
    });
    await expect(pushOrder({ kind: 'annotation', annotation }, all)).rejects.toMatchObject({ status: 503 });
    expect(told).toEqual(['alertmanager failed', 'grafana failed']);
  });

  it('is dropped and told when its content is refused', async () => {
    const { all, told } = ports({ annotate: failing(400) });

    await pushOrder({ kind: 'annotation', annotation }, all);

    expect(told).toEqual(['grafana refused']);
  });

  it('is done with when nobody is configured any more, and when the ticket is gone', async () => {
    const { all, pushed, told } = ports({ annotate: null, loadBreachesOf: async () => [] });

    await pushOrder({ kind: 'annotation', annotation }, all);
    await pushOrder({ kind: 'ticket', ticketId: 7 }, all);
    await pushOrder({ kind: 'ticket', ticketId: 7 }, { ...all, pushAlerts: null });

    expect([pushed, told]).toEqual([[], []]);
  });
});

describe('sending again', () => {
  /** A desk with so many standing breaches; `fails` decides which pushes do. */
  function sending(count: number, fails: (push: number) => number | null | undefined = () => undefined) {
    const time = virtualTime(now);
    const sent: number[] = [];
    const rounds: (number | string)[] = [];
    let pushes = 0;
    const standing = Array.from({ length: count }, (_, index) =>
      breached({ ticket: { ...breached().ticket, id: index + 1 } }),
    );
    const job = createResendJob({
      time,
      context,
      pushAlerts: async (alerts) => {
        pushes += 1;
        const status = fails(pushes);
        if (status !== undefined) await failing(status)();
        sent.push(alerts.length);
      },
      loadStandingBreaches: async ({ ticketId }, limit) =>
        standing.filter(({ ticket }) => ticket.id > ticketId).slice(0, limit),
      onSent: (total) => rounds.push(total),
      onError: (error) => rounds.push((error as AlertPushError).code),
    });
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    return { time, job, sent, rounds, settle };
  }

  it('begins at once, and goes through all of them page by page', async () => {
    const { job, sent, rounds, settle } = sending(450);

    job.start();
    await settle();

    expect(sent).toEqual([200, 200, 50]);
    expect(rounds).toEqual([450]);
    await job.stop();
  });

  it('comes again several times before an alert would expire', async () => {
    const { job, time, rounds, settle } = sending(1);
    job.start();
    await settle();

    for (let round = 0; round < 3; round++) {
      time.advance(RESEND_MS);
      await settle();
    }

    expect(rounds).toEqual([1, 1, 1, 1]);
    expect(4 * RESEND_MS).toBeLessThan(ALERT_LIFETIME_MS);
    await job.stop();
  });

  it('brings all of them back after an outage', async () => {
    const { job, time, rounds, settle } = sending(1, (push) => (push <= 2 ? null : undefined));
    job.start();
    await settle();
    time.advance(RESEND_MS);
    await settle();
    time.advance(RESEND_MS);
    await settle();

    expect(rounds).toEqual(['alert-push-unreachable', 'alert-push-unreachable', 1]);
    await job.stop();
  });

  it('leaves out a page whose content is refused, and goes on', async () => {
    const { job, sent, rounds, settle } = sending(450, (push) => (push === 1 ? 400 : undefined));

    job.start();
    await settle();

    expect(sent).toEqual([200, 50]);
    expect(rounds).toEqual(['alert-push-refused', 450]);
    await job.stop();
  });

  it('sends nothing more once it is stopped', async () => {
    const { job, time, sent, settle } = sending(1);
    job.start();
    await job.stop();
    time.advance(10 * RESEND_MS);
    await settle();

    expect(sent.length).toBeLessThanOrEqual(1);
  });
});
