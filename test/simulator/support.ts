import { afterEach } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { type VirtualTime, virtualTime } from '../support/virtual-time.ts';

/** 2026-03-02 10:00:00 UTC, a Monday. */
export const START = Date.UTC(2026, 2, 2, 10);

export const CASES = 'sn_customerservice_case';

/** Machine time that stands still until a test moves it on. */
export function stoppedTime(): VirtualTime {
  return virtualTime(START);
}

const running: Simulator[] = [];

/** A simulator that is closed after the test. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

export interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** User name; the password is `demo`. Null: no authentication. */
  readonly as?: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  /** What lies at a path of the JSON body: `result.0.number`. */
  at(path: string): unknown;
}

/** Sends one request, as `sla.bridge` unless told otherwise. */
export async function ask(simulator: Simulator, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', body, as = 'sla.bridge' } = asked;
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(as === null ? {} : { authorization: basic(as) }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...asked.headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = parse(text);
  return { status: response.status, headers: response.headers, text, json, at: (path) => lookUp(json, path) };
}

export function basic(userName: string, password = 'demo'): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString('base64')}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lookUp(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], json);
}

/** `/api/now/table/…` with parameters. */
export function tablePath(table: string, parameters: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return `/api/now/table/${table}${query === '' ? '' : `?${query}`}`;
}

/** Inserts a case and returns its `sys_id`. */
export function insertCase(simulator: Simulator, values: Readonly<Record<string, string>> = {}): string {
  return simulator.instance.insert(CASES, { short_description: 'No dial tone', ...values })['sys_id']!;
}
