import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OpenAPIClientAxios, type OpenAPIV3_1 } from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chooseTables } from '../../src/servicenow/choose-tables.ts';
import { beginJourney, CASES, type Journey, operatorToken } from '../support/journey.ts';
import { at } from '../support/observations.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { shippedPolicyFile } from '../support/story.ts';
import { type Document, type Judge, judgeBy, listOperations, type PlacedOperation } from './documented.ts';

const readToken = 'token-that-may-look';
const secret = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What takes a broken, busy or stopping service, or one that writes nothing back; the tests of the parts that answer so hold it to its shape. */
const notProvoked =
  / (500 internal|429 rate-limited|503( overloaded| draining)?|404 webhooks-not-configured)$|^retryMessages 409/;

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

type Parameters = Record<string, string | number>;

type Send = (
  operationId: string,
  parameters?: Parameters,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answered>;

let journey: Journey;
let operations: readonly PlacedOperation[];
let judge: Judge;
let send: Send;
let caseToResolve: string;
/** `operation status code`, of everything that was answered. */
const answered = new Set<string>();

/** Holds an answer against the document. */
function check(operationId: string, { status, headers, data }: Answered): void {
  const { path, method, responses } = operations.find((one) => one.operationId === operationId)!;
  const type = String(headers['content-type']).split(';')[0]!;
  const { code = '' } = (typeof data === 'object' ? (data ?? {}) : {}) as { code?: string };
  const what = `${operationId} ${status} ${type} ${code}`;
  expect(Object.keys(responses), what).toContain(String(status));
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'];
  expect(judge(data, ...pointer), what).toEqual([]);
  answered.add(`${operationId} ${status} ${code}`.trim());
}

async function makeClient(document: Document): Promise<Send> {
  const api = new OpenAPIClientAxios({
    definition: document as unknown as OpenAPIV3_1.Document,
    axiosConfigDefaults: {
      baseURL: journey.url(),
      validateStatus: () => true,
    },
  });
  const client = await api.init();
  return async (operationId, parameters = {}, body, headers = {}) => {
    const authorization = { Authorization: `Bearer ${operatorToken}` };
    const options = { headers: { ...authorization, ...headers } };
    const answer: Answered = await client[operationId]!(
      parameters as Record<string, string>,
      body as never,
      options,
    );
    check(operationId, answer);
    return answer;
  };
}

beforeAll(async () => {
  const startsAt = at('2026-02-02 10:00');
  journey = await beginJourney({
    startsAt,
    mapping: chooseTables(shippedMapping, [CASES, 'incident'], ''),
    environment: {
      ADMIN_TOKENS: `ops:operate:${sha256(operatorToken)},viewer:read:${sha256(readToken)}`,
      WEBHOOK_SECRETS: secret,
      STORM_LIMIT: '1',
    },
    before({ instance }) {
      const overdue = { number: 'CS9', priority: '1', state: '1', opened_at: '2026-02-01 10:00:00' };
      instance.insert(CASES, { ...overdue, short_description: 'Overdue when first seen' }, { by: 'agent' });
      for (const table of [CASES, 'incident'])
        instance.insert(table, { number: 'TWICE', opened_at: '2026-02-02 10:00:00' }, { by: 'agent' });
    },
  });
  for (const number of ['CS1', 'CS2', 'CS4']) journey.openCase({ number, contact_type: 'email' });
  caseToResolve = journey.openCase({ number: 'CS3' });
  await journey.rest();
  await journey.goTo(at('2026-02-02 10:32'));
  const document = await journey.ask<Document>('/docs/openapi.json');
  operations = listOperations(document);
  judge = judgeBy(document);
  send = await makeClient(document);
});

afterAll(() => journey.close());

const period = { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };
const json = { 'Content-Type': 'application/json' };
const large = JSON.stringify({ text: 'x'.repeat(300_000) });

const webhook = {
  event_id: 'evt-1',
  table: CASES,
  sys_id: '0123456789abcdef0123456789abcdef',
  operation: 'update',
  sys_mod_count: 7,
  sys_updated_on: '2026-02-02 10:00:00',
};

/** The headers of a webhook as its parameters, signed as the specification words it. */
function signed(
  body: string,
  timestamp = String(Math.floor(journey.time.now() / 1000)),
): Record<string, string> {
  const id = 'msg-1';
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

const keyed = (parameters: Parameters = {}): Parameters => ({
  ...parameters,
  'Idempotency-Key': randomUUID(),
});

describe('a client made from the document', () => {
  it.each<[string, Parameters?]>([
    ['livez'],
    ['readyz'],
    ['startupz'],
    ['readMetrics'],
    ['readOpenApi'],
    ['readOpenApiYaml'],
    ['readDocs'],
    ['listRunbooks'],
    ['readRunbook', { name: 'SlaBridgePollStale' }],
    ['readHealth'],
    ['listTickets', { state: 'new,open', clockState: 'breached', sort: '-dueAt', limit: 2 }],
    ['readTicket', { number: 'CS1' }],
    ['explainTicket', { number: 'CS1' }],
    ['adviseEscalation', { number: 'CS1' }],
    ['listEscalations', { level: 1 }],
    ['readSync'],
    ['listMessages', { state: 'held,pending,delivered' }],
    ['listAudit', { who: 'ops' }],
    ['readPolicy'],
    ['readCalendars', { month: '2026-05' }],
    ['reportCompliance', period],
    ['reportCompliance', { ...period, format: 'csv' }],
    ['reportCompliance', { ...period, by: 'month,account' }],
    ['listBreaches', period],
    ['listBreaches', { ...period, format: 'csv' }],
    ['readForecast'],
    ['listDrift'],
    ['readSummary'],
  ])('reads by %s', async (operationId, parameters = {}) => {
    expect((await send(operationId, parameters)).status).toBe(200);
  });

  it.each([
    ['acknowledgeTicket', { number: 'CS1' }, { note: 'We are on it.' }, 200],
    ['adoptTicket', { number: 'CS9' }, {}, 200],
    ['adoptTickets', {}, { filter: { priority: 'critical' }, dryRun: true }, 200],
    ['discardMessages', {}, { filter: { state: 'dead' } }, 200],
    ['retryMessages', {}, { ids: ['none'] }, 200],
    ['resyncTicket', { number: 'CS1' }, {}, 202],
    ['pollTable', { table: CASES }, {}, 202],
    ['reconcileTable', { table: CASES }, {}, 202],
    ['rewindTable', { table: CASES }, { to: '2026-01-01T00:00:00Z' }, 202],
  ])('acts by %s', async (operationId, parameters, body, status) => {
    expect((await send(operationId, keyed(parameters), body)).status).toBe(status);
  });

  it('gives a write-back up, sends it again, and shows it', async () => {
    const { items } = (await send('listMessages', { state: 'held' })).data as { items: { id: string }[] };
    const { id } = items[0]!;

    expect((await send('discardMessage', keyed({ id }), {})).status).toBe(200);
    expect((await send('discardMessage', keyed({ id }), {})).status).toBe(409);
    expect((await send('retryMessage', keyed({ id }), {})).status).toBe(200);
    expect((await send('retryMessage', keyed({ id }), {})).status).toBe(409);
    expect((await send('readMessage', { id })).status).toBe(200);
    expect((await send('releaseMessages', keyed(), {})).status).toBe(200);
  });

  it('escalates when it is time, and is told whom to call when it is not', async () => {
    expect((await send('escalateTicket', keyed({ number: 'CS4' }), { reason: 'Nobody calls.' })).status).toBe(
      409,
    );
    journey.openCase({ number: 'CS5', priority: '4' });
    await journey.sync();

    const ticket = { number: 'CS5' };
    expect((await send('escalateTicket', keyed(ticket), { reason: 'Nobody calls.' })).status).toBe(200);
    expect((await send('standDownTicket', keyed(ticket), { note: 'He did.' })).status).toBe(200);
  });

  it('asks what another policy would change', async () => {
    const policy = readFileSync(shippedPolicyFile, 'utf8').replaceAll('30 min', '5 min');
    const ask = (body: unknown, headers = json) => send('askWhatIf', {}, body, headers);

    expect((await ask({ policy })).status).toBe(200);
    expect((await ask({ policy: 'none' })).status).toBe(400);
    expect((await ask({ nonsense: 1 })).status).toBe(400);
    expect((await ask(large)).status).toBe(413);
    expect((await ask('text', { 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  it('signs webhooks, and reads what came of them', async () => {
    const body = JSON.stringify(webhook);

    expect((await send('receiveWebhook', signed(body), body, json)).status).toBe(202);
    expect(
      (await send('receiveWebhook', signed(body), JSON.stringify({ ...webhook, table: 'incident' }), json))
        .status,
    ).toBe(401);
    expect((await send('receiveWebhook', {}, body, json)).status).toBe(401);
    expect((await send('receiveWebhook', signed(body, '1'), body, json)).status).toBe(401);
    expect((await send('receiveWebhook', signed('{}'), '{}', json)).status).toBe(400);
    expect((await send('receiveWebhook', signed(body), body, { 'Content-Type': 'text/plain' })).status).toBe(
      415,
    );
    expect((await send('receiveWebhook', signed(large), large, json)).status).toBe(413);
    expect((await send('listWebhooks', { table: CASES })).status).toBe(200);
  });

  it('watches events, each as it is told', async () => {
    const names = {
      ticket: 'TicketEvent',
      escalation: 'EscalationEvent',
      outbox: 'OutboxEvent',
      sync: 'SyncEvent',
    };
    const seen = new Set<string>();
    const headers = { authorization: `Bearer ${operatorToken}`, 'last-event-id': '0' };
    const response = await fetch(`${journey.url()}/admin/stream`, { headers });
    await send('reconcileTable', keyed({ table: CASES }), {});
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const frames = text.split('\n\n');
      text = frames.pop()!;
      for (const frame of frames.filter((one) => one !== ':')) {
        const [, name, data] = /event: (\w+)\ndata: (.*)$/.exec(frame) as unknown as [
          string,
          keyof typeof names,
          string,
        ];
        expect(judge(JSON.parse(data), 'components', 'schemas', names[name]), frame).toEqual([]);
        seen.add(name);
      }
      if (seen.size === 4) break;
    }
    const type = response.headers.get('content-type');
    check('watchEvents', { status: response.status, headers: { 'content-type': type }, data: ':\n\n' });
  });
});

describe('a client made from the document is refused', () => {
  const where = { number: 'CS2', table: CASES, id: 'none' };
  const bodies: Readonly<Record<string, object>> = {
    adoptTickets: { all: true },
    askWhatIf: { policy: 'none' },
    retryMessages: { ids: ['none'] },
    discardMessages: { ids: ['none'] },
    escalateTicket: { reason: 'x' },
    acknowledgeTicket: { note: 'x' },
    standDownTicket: { note: 'x' },
    rewindTable: { to: '2030-01-01T00:00:00Z' },
  };
  /** What an operation needs at its places. */
  const placesOf = (
    { parameters }: PlacedOperation,
    values: Record<string, string> = where,
  ): Record<string, string> => {
    const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    return Object.fromEntries(Object.entries(values).filter(([name]) => named.includes(name)));
  };
  const keyedFor = (one: PlacedOperation, values: Record<string, string>): Parameters => {
    const places = placesOf(one, values);
    return one.method === 'post' ? keyed(places) : places;
  };
  const bodyOf = ({ operationId }: PlacedOperation): object => bodies[operationId] ?? {};
  const guarded = () => operations.filter(({ security }) => security[0]?.adminToken !== undefined);
  const actions = () => operations.filter(({ security }) => security[0]?.adminToken?.[0] === 'operate');

  it('without a token that is known, and with one that may only look', async () => {
    for (const one of guarded()) {
      for (const Authorization of ['', 'Bearer nobodys'])
        expect((await send(one.operationId, placesOf(one), undefined, { Authorization })).status).toBe(401);
    }
    for (const one of actions()) {
      const Authorization = `Bearer ${readToken}`;
      expect((await send(one.operationId, placesOf(one), {}, { Authorization })).status).toBe(403);
    }
  });

  it('with a parameter that is not known', async () => {
    for (const one of guarded()) {
      const parameters = keyed({ ...placesOf(one), nonsense: '1' });
      expect((await send(one.operationId, parameters, bodyOf(one))).status, one.operationId).toBe(400);
    }
  });

  it('with a body or a key that cannot be used', async () => {
    for (const one of actions()) {
      const { operationId } = one;
      const places = placesOf(one);
      const order = (parameters: Parameters, body: unknown, type = 'application/json') =>
        send(operationId, { ...places, ...parameters }, body, { 'Content-Type': type });
      expect((await order({}, {})).status).toBe(400);
      expect((await order({ 'Idempotency-Key': 'two words' }, {})).status).toBe(400);
      expect((await order(keyed(), { nonsense: 1 })).status).toBe(400);
      expect((await order(keyed(), 'text', 'text/plain')).status).toBe(415);
      expect((await order(keyed(), large)).status).toBe(413);
    }
  });

  it('where nothing is', async () => {
    const nowhere = { number: 'NONE', table: 'none', id: 'none' };
    const impossible = { number: 'a\u0001', table: 'a\u0001', id: 'a\u0001' };
    expect((await send('readRunbook', { name: 'SlaBridgeNothing' })).status).toBe(404);
    for (const one of guarded().filter(({ parameters }) => parameters.some((part) => part.in === 'path'))) {
      for (const places of [nowhere, impossible])
        expect((await send(one.operationId, keyedFor(one, places), bodyOf(one))).status).toBe(404);
      if ('number' in placesOf(one)) {
        const twice = keyedFor(one, { number: 'TWICE' });
        expect((await send(one.operationId, twice, bodyOf(one))).status).toBe(400);
      }
    }
  });

  it('with a key that was used for something else', async () => {
    const { items } = (await send('listMessages')).data as { items: { id: string }[] };
    for (const one of actions()) {
      const key = keyed();
      if (one.operationId === 'pollTable') await send('releaseMessages', key, {});
      else await send('pollTable', { ...key, table: CASES }, {});
      const places = placesOf(one, { ...where, id: items[0]!.id });
      expect((await send(one.operationId, { ...places, ...key }, bodyOf(one))).status).toBe(422);
    }
  });

  it('where an action is not possible', async () => {
    journey.updateCase(caseToResolve, { state: '6' });
    await journey.sync();
    for (const name of ['escalateTicket', 'acknowledgeTicket', 'standDownTicket', 'adoptTicket'])
      expect((await send(name, keyed({ number: 'CS3' }), bodies[name] ?? {})).status, name).toBe(409);
    expect((await send('rewindTable', keyed({ table: CASES }), bodies['rewindTable'])).status).toBe(409);
    const begin = () => send('reconcileTable', keyed({ table: CASES }), {});
    await vi.waitFor(async () => {
      const statuses = (await Promise.all([begin(), begin(), begin()])).map(({ status }) => status);
      expect(statuses).toContain(409);
    });
  });

  it('in every other way that the document names', () => {
    const documented = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses).flatMap(([status, { content }]) => {
        const codes = Object.keys(content['application/problem+json']?.examples ?? {});
        return (codes.length === 0 ? [''] : codes).map((code) => `${operationId} ${status} ${code}`.trim());
      }),
    );

    expect(documented.filter((one) => !answered.has(one) && !notProvoked.test(one))).toEqual([]);
  });
});
