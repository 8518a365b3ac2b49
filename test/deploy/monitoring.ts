import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { deployFolder, listYaml, rulesFolder } from './rules.ts';

/** A notification as Alertmanager sends it to a webhook. */
export interface Notification {
  readonly receiver: string;
  readonly alerts: readonly {
    readonly status: 'firing' | 'resolved';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A real Prometheus and a real Alertmanager, with the shipped rules and routes. */
export interface Monitoring {
  readonly alertmanagerUrl: string;
  /** Everything that came to the receivers. */
  readonly notifications: readonly Notification[];
  query(expr: string): Promise<Sample[]>;
  firing(): Promise<string[]>;
  stop(): Promise<void>;
}

/** So much faster than shipped do ranges, waits and intervals pass, for no test can wait for hours. */
const SCALE = 20;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Starts both. `startTarget` starts the service in between, which may push to Alertmanager, and says where it is.
 * Alertmanager sends everything to a receiver in this process.
 */
export async function startMonitoring(
  startTarget: (alertmanagerUrl: string) => Promise<string>,
): Promise<Monitoring> {
  const folder = mkdtempSync(path.join(tmpdir(), 'monitoring-'));
  const notifications: Notification[] = [];
  const receiver = await startReceiver(notifications);
  const [prometheusPort, alertmanagerPort] = [await freePort(), await freePort()];
  writeAlertmanagerConfig(folder, (receiver.address() as AddressInfo).port);
  const alertmanager = run('prometheus-alertmanager', folder, [
    '--config.file=alertmanager.yaml',
    '--storage.path=alertmanager-data',
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    // Alone: otherwise it waits for others to find it.
    '--cluster.listen-address=',
  ]);
  const alertmanagerUrl = `http://127.0.0.1:${alertmanagerPort}`;
  const target = await startTarget(alertmanagerUrl);
  writePrometheusConfig(folder, `127.0.0.1:${alertmanagerPort}`, target);
  const prometheus = run('prometheus', folder, [
    '--config.file=prometheus.yaml',
    '--storage.tsdb.path=prometheus-data',
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
    // The first notification may come before Alertmanager is found.
    '--rules.alert.resend-delay=2s',
  ]);
  const url = `http://127.0.0.1:${prometheusPort}`;
  for (const address of [url, alertmanagerUrl]) {
    await vi.waitFor(
      async () => {
        if (!(await fetch(`${address}/-/ready`)).ok) throw new Error('not ready');
      },
      { timeout: 30_000, interval: 200 },
    );
  }
  const query = (expr: string) => ask(url, expr);
  return {
    alertmanagerUrl,
    notifications,
    query,
    async firing() {
      return (await query('ALERTS{alertstate="firing"}')).map(({ metric }) => metric['alertname']!);
    },
    async stop() {
      await Promise.all([ended(prometheus), ended(alertmanager)]);
      receiver.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, expr: string): Promise<Sample[]> {
  const body = new URLSearchParams({ query: expr });
  const answer = (await (await fetch(`${url}/api/v1/query`, { method: 'POST', body })).json()) as {
    status: string;
    error?: string;
    data: { result: Sample[] };
  };
  if (answer.status !== 'success') throw new Error(`${expr}: ${answer.error}`);
  return answer.data.result;
}

function writePrometheusConfig(folder: string, alertmanager: string, target: string): void {
  mkdirSync(path.join(folder, 'rules'));
  for (const file of listYaml(rulesFolder)) {
    const rules = readFileSync(path.join(rulesFolder, file), 'utf8');
    writeFileSync(path.join(folder, 'rules', file), hasten(rules));
  }
  const shipped = readFileSync(path.join(deployFolder, 'prometheus/prometheus.yaml'), 'utf8');
  const config = parse(shipped) as {
    global: Record<string, string>;
    alerting: object;
    scrape_configs: { job_name: string }[];
  };
  config.global = { scrape_interval: '1s', evaluation_interval: '1s' };
  config.alerting = { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] };
  const [job] = config.scrape_configs;
  const { host } = new URL(target);
  const scraped = [{ job_name: job!.job_name, static_configs: [{ targets: [host] }] }];
  writeFileSync(path.join(folder, 'prometheus.yaml'), stringify({ ...config, scrape_configs: scraped }));
}

function writeAlertmanagerConfig(folder: string, port: number): void {
  const shipped = readFileSync(path.join(deployFolder, 'alertmanager/alertmanager.yaml'), 'utf8');
  const config = shipped
    .replace(/http:\/\/[\w.-]+\.example\/\w+/g, `http://127.0.0.1:${port}/`)
    .replace(/(group_wait|group_interval|repeat_interval): (\d+)([smhd])/g, (_, name, amount, unit) => {
      return `${name}: ${hastened(amount, unit)}`;
    });
  writeFileSync(path.join(folder, 'alertmanager.yaml'), config);
}

/** Ranges, waits and intervals of rules; thresholds stay as they are. */
function hasten(rules: string): string {
  return rules
    .replace(/\[(\d+)([smhd])(:\d+[smhd])?\]/g, (_, amount, unit) => `[${hastened(amount, unit, 5)}]`)
    .replace(/\b(for|keep_firing_for|interval): (\d+)([smhd])/g, (_, name, amount, unit) => {
      return `${name}: ${hastened(amount, unit)}`;
    });
}

function hastened(amount: string, unit: string, least = 1): string {
  return `${Math.max(least, Math.round((Number(amount) * UNITS[unit]!) / SCALE))}s`;
}

async function startReceiver(notifications: Notification[]): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    notifications.push(JSON.parse(body) as Notification);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

function run(program: string, cwd: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { cwd, stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('close', () => resolve());
    child.kill('SIGTERM');
  });
}
