import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readEnvironment } from '../../src/config/environment.ts';
import { remedies } from '../../src/config/environment-remedies.ts';
import { deployFolder } from './rules.ts';

interface ComposeService {
  readonly image: string;
  readonly build?: { readonly context: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const known = Object.keys(remedies);

/** A variable of ours, or one that is given as a file. */
function isKnown(name: string): boolean {
  return known.includes(name) || known.includes(name.replace(/_FILE$/, ''));
}

describe('docker-compose.yaml', () => {
  const text = readFileSync(path.join(deployFolder, 'docker-compose.yaml'), 'utf8');
  const compose = parse(text, { merge: true }) as Compose;
  const replicas = Object.entries(compose.services).filter(([name]) => name.startsWith('sla-bridge-'));

  it('runs two replicas beside PostgreSQL, Prometheus, Alertmanager and Grafana', () => {
    expect(Object.keys(compose.services)).toEqual([
      'sla-bridge-1',
      'sla-bridge-2',
      'postgres',
      'prometheus',
      'alertmanager',
      'grafana',
    ]);
  });

  it('mounts and builds only what exists', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
    const files = mounted.map((one) => one.split(':')[0]!).filter((one) => one.startsWith('.'));
    const named = mounted.map((one) => one.split(':')[0]!).filter((one) => !one.startsWith('.'));

    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((file) => !existsSync(path.join(deployFolder, file)))).toEqual([]);
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(existsSync(path.join(deployFolder, replicas[0]![1].build!.context, 'Dockerfile'))).toBe(true);
  });

  it('offers nothing to other machines, and no port twice', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
  });

  it.each(replicas)('%s is told only what it understands', (_, { environment = {}, depends_on = {} }) => {
    expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([]);
    expect(Object.keys(depends_on)).toEqual(['postgres']);
    const read = readEnvironment({ ...withDefaults(environment) }, () => '');
    expect(read).toMatchObject({
      database: { kind: 'postgres' },
      server: { host: '0.0.0.0', port: 3000 },
      alertmanagerUrl: 'http://alertmanager:9093',
      grafana: null,
    });
  });

  it('names hosts that are services, at the ports that they listen on', () => {
    const prometheus = readFileSync(path.join(deployFolder, 'prometheus/prometheus.yaml'), 'utf8');
    const sources = readFileSync(
      path.join(deployFolder, 'grafana/provisioning/datasources/prometheus.yaml'),
      'utf8',
    );
    const hosts = [...`${sources}${text}`.matchAll(/http:\/\/([a-z-]+):(\d+)/g)].map(([, host]) => host!);
    const outside = ['localhost'];
    expect(hosts.filter((host) => !outside.includes(host) && !(host in compose.services))).toEqual([]);
    expect(prometheus).toContain("targets: ['alertmanager:9093']");
    expect(prometheus).toContain("names: ['sla-bridge']");
    expect(text).toContain('aliases: [sla-bridge]');
  });
});

/** As compose fills in what nobody has set. */
function withDefaults(environment: Readonly<Record<string, string>>): Record<string, string> {
  const filled = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace(/\$\{\w+:([-+])([^}]*)\}/g, (_, sign, word) => (sign === '-' ? word : '')),
  ]);
  return Object.fromEntries(filled) as Record<string, string>;
}

describe('kubernetes', () => {
  const folder = path.join(deployFolder, 'kubernetes');
  const objects = readdirSync(folder).flatMap((file) =>
    parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map((document) => document.toJS()),
  );
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read as they come
  const find = (kind: string): any => objects.find((one) => one.kind === kind);
  const container = find('Deployment').spec.template.spec.containers[0];

  it('has one of each kind that is needed', () => {
    expect(objects.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'PodDisruptionBudget',
      'Service',
      'ServiceMonitor',
    ]);
  });

  it('tells the service only what it understands', () => {
    const names = [
      ...Object.keys(find('ConfigMap').data),
      ...container.env.map(({ name }: { name: string }) => name),
    ];
    expect(names.filter((name) => !isKnown(name))).toEqual([]);
    const secrets: Record<string, string> = { 'database-url': 'postgres://db/bridge' };
    const env = Object.fromEntries([
      ...Object.entries<string>(find('ConfigMap').data),
      ...container.env
        .filter(({ name }: { name: string }) => !/WEBHOOK|ADMIN/.test(name))
        .map(({ name, value }: { name: string; value: string }) => [name, value]),
    ]);
    const read = readEnvironment(env, (file) => secrets[path.basename(file)] ?? 'secret');
    expect(read).toMatchObject({ writeBack: { mode: 'dry-run' }, server: { port: 3000 } });
  });

  it('asks each probe for what it is there for, at the port that is listened on', () => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = container;
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet)).toEqual([
      { path: '/startupz', port: 'http' },
      { path: '/livez', port: 'http' },
      { path: '/readyz', port: 'http' },
    ]);
    expect(ports).toEqual([{ name: 'http', containerPort: Number(find('ConfigMap').data.PORT) }]);
    expect(find('Service').spec.ports[0].targetPort).toBe('http');
    expect(find('ServiceMonitor').spec.endpoints[0]).toMatchObject({ port: 'http', path: '/metrics' });
  });

  it('chooses the same pods everywhere, and never takes all of them away', () => {
    const labels = { 'app.kubernetes.io/name': 'sla-bridge' };
    const { spec } = find('Deployment');
    expect(spec.selector.matchLabels).toEqual(labels);
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(find('Service').spec.selector).toEqual(labels);
    expect(find('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
    expect(find('PodDisruptionBudget').spec.minAvailable).toBeLessThan(spec.replicas);
  });

  it('gives it longer to end than it takes to drain, and no rights', () => {
    const { spec } = find('Deployment').spec.template;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(20);
    expect(spec.securityContext.runAsNonRoot).toBe(true);
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
    });
  });
});
