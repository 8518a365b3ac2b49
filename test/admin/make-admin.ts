import { createHash } from 'node:crypto';
import { registerAdmin } from '../../src/admin/admin.ts';
import { createEventFeed } from '../../src/admin/event-feed.ts';
import type { CurrentTicket, TicketOrders, TicketPorts, WhatIfPort } from '../../src/admin/ports.ts';
import { loadClocks } from '../../src/clocks/clock-store.ts';
import { createHealth, type HealthCheck } from '../../src/http/health.ts';
import { createAuthenticate } from '../../src/http/tokens.ts';
import { registerDocs } from '../../src/openapi/docs-route.ts';
import { discardMessages } from '../../src/outbox/bulk-orders-store.ts';
import { changeMessage } from '../../src/outbox/outbox-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { makeServer } from '../http/make-server.ts';
import { openDesk } from '../support/desk.ts';
import { at } from '../support/observations.ts';
import { shipped } from '../support/story.ts';
import { virtualTime } from '../support/virtual-time.ts';

export const TABLE = 'sn_customerservice_case';
export const tokens = { read: 'token-that-may-look', operate: 'token-that-may-act' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The admin API over a real database; what it asks of the rest of the product is noted in `asked`. */
export async function makeAdmin(
  database: OpenDatabase,
  given: {
    orders?: Partial<TicketOrders>;
    current?: CurrentTicket;
    checks?: HealthCheck[];
    tellBreaches?: TicketPorts['tellBreaches'];
    compareWith?: WhatIfPort;
  } = {},
) {
  const made = await makeServer();
  registerDocs(made.server, { version: '1.2.3', publicUrl: 'http://localhost:3000' });
  const desk = openDesk(database);
  const time = virtualTime(at('2024-03-04 10:05'));
  const now = (): number => time.now();
  const asked: string[] = [];
  const refuse = async () => ({ kind: 'not-possible' as const, why: 'It was not expected.' });
  const orders: TicketOrders = {
    escalate: refuse,
    acknowledge: refuse,
    standDown: refuse,
    adopt: refuse,
    ...given.orders,
  };
  const feed = createEventFeed(time.now());
  await registerAdmin(made.server, {
    db: database.db,
    metrics: made.telemetry.metrics,
    time,
    now,
    feed,
    version: '1.2.3',
    revision: 'abc',
    health: createHealth({ checks: given.checks ?? [], time, log: made.logger }),
    authenticate: createAuthenticate([
      { name: 'viewer', role: 'read', sha256: sha256(tokens.read) },
      { name: 'ops', role: 'operate', sha256: sha256(tokens.operate) },
    ]),
    compareWith: given.compareWith ?? (async () => ({ kind: 'busy' })),
    endOfBusinessDay: () => null,
    isDriftOn: false,
    calendars: {},
    readPolicy: () => ({ policy: shipped.file, calendars: shipped.calendarsFile, text: shipped.text }),
    tickets: {
      async judge(id) {
        const clocks = (await loadClocks(database.db, [id])).get(id) ?? [];
        return given.current ?? { clocks, timeline: [] };
      },
      reportDetails: async () => ({
        score: 50,
        present: ['Fault'],
        missing: ['Product'],
        unknown: ['Call logs'],
      }),
      explain: () => Promise.reject(new Error('Explaining was not expected.')),
      tellBreaches: given.tellBreaches ?? (async () => new Map()),
      adviseEscalation: async () => ({
        isPermitted: false,
        nextLevel: 2,
        earliestAt: at('2024-03-04 14:30'),
        contact: { level: 1, position: 'Service Desk', details: 'desk@example.com', route: 'direct' },
        level: 1,
        lastRaisedAt: at('2024-03-04 10:30'),
        episodeBeganAt: at('2024-03-04 10:30'),
        acknowledgedUntil: null,
        isHeldBack: false,
      }),
      command: (id, order) => {
        desk.setNow(now());
        return desk.pipeline.command(id, (tx) => order(tx, orders));
      },
      adopt: async (_tx, ids) => void asked.push(`adopt ${ids.length}`),
      resync: ({ sysId }) => void asked.push(`resync ${sysId}`),
    },
    sync: {
      tables: [TABLE],
      status: async (table) => ({
        table,
        watermark: { updatedAt: at('2024-03-04 10:00'), sysId: 'a'.repeat(32) },
        lagSeconds: 7,
        lastPoll: { finishedAt: at('2024-03-04 10:04'), outcome: 'ok' },
        firstLoad: { isDone: true, progress: 1 },
      }),
      poll: (table) => void asked.push(`poll ${table}`),
      planReconcile: async () => ({ runId: 'run-1' }),
      startReconcile: (table, runId) => void asked.push(`reconcile ${table} ${runId}`),
      rewind: (table, to) => void asked.push(`rewind ${table} ${new Date(to).toISOString()}`),
    },
    outbox: {
      async retry(tx, id) {
        await changeMessage(tx, id, { state: 'pending' });
        return { kind: 'queued' };
      },
      async discard(tx, id) {
        await changeMessage(tx, id, { state: 'dropped', reason: 'discarded' });
        return { kind: 'discarded' };
      },
      retryMany: async (_tx, order) => {
        asked.push(`retry ${JSON.stringify(order)}`);
        return { kind: 'fitting', ids: ['one'] };
      },
      discardMany: discardMessages,
      releaseStorm: async () => ({ released: 0 }),
    },
  });
  const headers = (token: string) => ({ authorization: `Bearer ${token}` });
  const get = (url: string, token = tokens.read) =>
    made.server.inject({ method: 'GET', url: `/admin${url}`, headers: headers(token) });
  const post = (url: string, payload: object, key?: string, token = tokens.operate) =>
    made.server.inject({
      method: 'POST',
      url: `/admin${url}`,
      payload,
      headers: { ...headers(token), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });
  return { ...made, desk, time, asked, feed, get, post };
}
