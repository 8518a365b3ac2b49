import type { Instant } from '../time/instant.ts';
import { sleep, type TimeSource } from '../time/time-source.ts';
import type { Credential } from './auth/credential.ts';
import { makeCredential, presentCertificate } from './auth/credential-client.ts';
import type { CredentialSettings } from './auth/credential-settings.ts';
import {
  type Answer,
  type Exchange,
  type Exchanger,
  makeExchanger,
  type Purpose,
} from './exchange-client.ts';
import { type Gate, type GateLimits, makeGate } from './gate-client.ts';
import type { Judgement, Reply } from './reply.ts';
import type { Quota } from './reply-headers.ts';
import { readSign } from './request-outcome.ts';
import { planReadRetry } from './retry-policy.ts';
import { asUnsent, isServiceNowError, type ServiceNowError } from './servicenow-error.ts';
import type { Hold } from './throttle.ts';
import { type HttpRequest, makeTransport, type TransportSettings } from './transport-client.ts';

export interface ServiceNowSettings extends Omit<TransportSettings, 'tls' | 'maxSockets'> {
  readonly credential: CredentialSettings;
  readonly limits: GateLimits;
  /** PEM of a private certificate authority to trust beside the well-known ones. */
  readonly caPem: string | null;
}

export interface RequestParts {
  readonly time: TimeSource;
  /** In [0, 1); spreads retries. */
  random(): number;
  /** A fresh unique text, for signed assertions. */
  randomId(): string;
  /** Called once per HTTP exchange, for metrics. */
  observeExchange(exchange: Exchange): void;
}

/** One thing asked of the Table API. */
export interface Call extends HttpRequest {
  readonly purpose: Purpose;
  readonly signal?: AbortSignal | undefined;
}

/** How the traffic with ServiceNow is doing, for health and the admin pages. */
export interface TrafficState {
  readonly hold: Hold | null;
  /** Requests are held back because they kept failing, or because the credential is rejected. */
  readonly isCircuitOpen: boolean;
  readonly isCredentialRejected: boolean;
  readonly quota: Quota | null;
  readonly lastGoodAt: Instant | null;
  /** The latest failure of the instance or the credential, while no good answer has come since. */
  readonly failure: { readonly code: string; readonly message: string; readonly since: Instant } | null;
  /** The instance's clock minus ours. */
  readonly skewMs: number;
}

/** Requests that are authorised, held back where manners demand it, judged, measured and, if they read, repeated. */
export interface RequestClient {
  /** Throws `ServiceNowError`. A write is sent once; only a 401, which applies nothing, is answered by a second try. */
  request<Result>(call: Call, judge: (reply: Reply) => Judgement<Result>): Promise<Answer<Result>>;
  state(): TrafficState;
  skewMs(): number;
  close(): void;
}

export function makeRequestClient(settings: ServiceNowSettings, parts: RequestParts): RequestClient {
  const { time } = parts;
  const tls = presentCertificate(settings.credential, settings.caPem);
  const transport = makeTransport({ ...settings, tls, maxSockets: settings.limits.concurrency }, time);
  const exchanger = makeExchanger(transport, time, parts.observeExchange);
  const gate = makeGate(settings.limits, time);
  const credential = makeCredential(settings.credential, {
    now: () => time.now(),
    skewMs: exchanger.skewMs,
    randomId: parts.randomId,
    ask: (request, judge) => exchanger.exchange({ operation: 'token', table: null }, request, judge),
  });
  const notes = makeTrafficNotes(gate, time);
  const way: Way = { gate, credential, exchanger, notes };

  return {
    async request(call, judge) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await gate.inSlot(() => sendOnce(way, call, judge));
        } catch (error) {
          const delayMs = planRetry(call, error, attempt, parts.random());
          if (delayMs === null || call.signal?.aborted) throw error;
          await sleep(time, delayMs, call.signal);
        }
      }
    },
    state: () => ({
      hold: gate.hold(),
      isCircuitOpen: gate.isCircuitOpen(),
      isCredentialRejected: gate.isCredentialRejected(),
      quota: exchanger.quota(),
      skewMs: exchanger.skewMs(),
      ...notes.read(),
    }),
    skewMs: exchanger.skewMs,
    close: () => transport.close(),
  };
}

/** What every request passes through. */
interface Way {
  readonly gate: Gate;
  readonly credential: Credential;
  readonly exchanger: Exchanger;
  readonly notes: TrafficNotes;
}

function planRetry(call: Call, error: unknown, attempt: number, random: number): number | null {
  return call.method === 'GET' && isServiceNowError(error)
    ? planReadRetry(error.code, attempt, random)
    : null;
}

/** One request, with a second try under a renewed credential if the first was answered 401. */
async function sendOnce<Result>(
  way: Way,
  call: Call,
  judge: (reply: Reply) => Judgement<Result>,
): Promise<Answer<Result>> {
  try {
    const answer =
      (await sendAuthorised(way, call, judge, 'may renew')) ??
      (await sendAuthorised(way, call, judge, 'last'));
    way.notes.take(null);
    return answer!;
  } catch (error) {
    if (isServiceNowError(error)) way.notes.take(error);
    throw error;
  }
}

/** Null if the credential was rejected, but another one can be had. */
async function sendAuthorised<Result>(
  { gate, credential, exchanger }: Way,
  call: Call,
  judge: (reply: Reply) => Judgement<Result>,
  turn: 'may renew' | 'last',
): Promise<Answer<Result> | null> {
  const visitor = { method: call.method, endpoint: call.path, signal: call.signal };
  // Looked at before a token may have to be fetched, passed when the request itself leaves.
  await gate.pass(visitor, 'look');
  const proof = await credential.headers().catch((error: unknown) => {
    throw asUnsent(error);
  });
  await gate.pass(visitor, 'take');
  const request = { ...call, headers: { ...call.headers, ...proof } };
  try {
    return await exchanger.exchange(call.purpose, request, judge, call.signal);
  } catch (error) {
    const mayRenew = turn === 'may renew' && isServiceNowError(error, 'servicenow-unauthorized');
    if (!mayRenew || !(await credential.onUnauthorized(proof))) throw error;
    gate.note({ kind: 'none' });
    return null;
  }
}

type Notes = Pick<TrafficState, 'lastGoodAt' | 'failure'>;
interface TrafficNotes {
  take(error: ServiceNowError | null): void;
  read(): Notes;
}

/** Tells the gate what each request shows, and remembers since when nothing good has come. */
function makeTrafficNotes(gate: Gate, time: TimeSource): TrafficNotes {
  let notes: Notes = { lastGoodAt: null, failure: null };
  return {
    take(error) {
      // A request that the gate itself turned back shows nothing.
      if (error?.code === 'servicenow-held') return;
      const sign = readSign(error);
      gate.note(sign);
      if (sign.kind === 'good') notes = { lastGoodAt: time.now(), failure: null };
      else if (sign.kind !== 'none' && error !== null) {
        const { code, message } = error;
        notes = { ...notes, failure: { code, message, since: notes.failure?.since ?? time.now() } };
      }
    },
    read: () => notes,
  };
}
