import { join } from 'node:path';
import type { z } from 'zod';
import { DAY_MS } from '../time/instant.ts';
import { type ServiceNowAuth, serviceNowAuth } from './environment-auth.ts';
import { EnvironmentError, type EnvironmentFault, formatEnvironmentFault } from './environment-fault.ts';
import { remedies, type Variable } from './environment-remedies.ts';
import type { Secret } from './environment-secret.ts';
import { type LogLevel, type Settings, settings, type WriteBackMode } from './environment-settings.ts';
import {
  type EnvironmentValues,
  gatherValues,
  type RawEnvironment,
  type ReadFile,
} from './environment-source.ts';
import type { AdminToken } from './environment-token.ts';

/** Everything the service is told from outside, checked. Secrets are wrapped so that printing this shows none. */
export interface Environment {
  /** Null: nothing is configured, so the built-in simulated instance is used (the demo). */
  readonly serviceNow: ServiceNowAccess | null;
  readonly database: DatabaseSetting;
  /** How long things are kept that somebody may want to look up: settled write-backs, deleted tickets, the audit. */
  readonly retentionMs: number;
  readonly server: { readonly host: string; readonly port: number };
  /** Where people reach the service: scheme, host and port, without a slash at the end. */
  readonly publicUrl: string;
  /** Where the runbook of an alert is read, under its name. */
  readonly runbooksUrl: string;
  readonly webhookSecrets: readonly Secret[];
  readonly adminTokens: readonly AdminToken[];
  readonly sync: SyncSetting;
  readonly writeBack: WriteBackSetting;
  readonly files: ConfigFiles;
  readonly logLevel: LogLevel;
  /** Of the source, as the build wrote it down; `unknown` where it did not. */
  readonly revision: string;
  readonly alertmanagerUrl: string | null;
  readonly grafana: { readonly url: string; readonly token: Secret | null } | null;
}

export interface ServiceNowAccess {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  readonly auth: ServiceNowAuth;
  /** Per request, from sending to the last byte. */
  readonly timeoutMs: number;
  /** Certificates (PEM) to trust beside the well-known ones; null where none are named. */
  readonly caPem: string | null;
}

export type DatabaseSetting =
  | { readonly kind: 'postgres'; readonly url: Secret; readonly poolSize: number }
  | { readonly kind: 'pglite'; readonly dataDir: string };

export interface SyncSetting {
  /** The tables to mirror instead of those that the mapping enables; null: those. */
  readonly tables: readonly string[] | null;
  readonly pollIntervalMs: number;
  /** Five cron fields in UTC; null: no reconciliation by itself. */
  readonly reconcileCron: string | null;
  /** What becomes of breaches that stood when a ticket was first mirrored. */
  readonly adoptExisting: 'record' | 'raise';
}

export interface WriteBackSetting {
  readonly mode: WriteBackMode;
  /** Escalations in 5 minutes beyond which further write-backs are held. */
  readonly stormLimit: number;
  readonly maxAttempts: number;
  /** The first wait; it doubles up to 60 s. */
  readonly backoffSeconds: number;
}

export interface ConfigFiles {
  readonly policy: string;
  readonly calendars: string;
  readonly serviceNow: string;
}

/**
 * Reads the environment. `readFile` is asked for `…_FILE` variables and to see that named configuration files can be
 * read. Variables that are not ours are ignored. Throws {@link EnvironmentError} with every fault at once.
 */
export function readEnvironment(env: RawEnvironment, readFile: ReadFile): Environment {
  const given = gatherValues(env, readFile);
  const general = settings.safeParse(given.values);
  const auth = readAuth(given);
  const faults = [
    ...given.faults,
    ...faultsOf(general.error, given),
    ...faultsOf(auth?.error, given),
    ...pairFaults(given),
    ...fileFaults(given, readFile),
  ];
  if (faults.length > 0 || !general.success) throw new EnvironmentError(withoutRepeats(faults));
  return assemble(general.data, auth?.data ?? null);
}

/** Null in the demo: without an instance the credentials are not looked at. */
function readAuth(given: EnvironmentValues): z.ZodSafeParseResult<ServiceNowAuth> | null {
  if (given.values.SERVICENOW_URL === undefined) return null;
  return serviceNowAuth.safeParse(given.values);
}

function assemble(read: Settings, auth: ServiceNowAuth | null): Environment {
  const url = read.SERVICENOW_URL;
  const publicUrl = read.PUBLIC_URL ?? listeningAddress(read);
  const inConfigDir = (name: string): string => join(read.CONFIG_DIR, name);
  return {
    serviceNow: url === undefined || auth === null ? null : assembleAccess(url, auth, read),
    database:
      read.DATABASE_URL === undefined
        ? { kind: 'pglite', dataDir: read.DATA_DIR }
        : { kind: 'postgres', url: read.DATABASE_URL, poolSize: read.DATABASE_POOL_SIZE },
    retentionMs: read.RETENTION_DAYS * DAY_MS,
    server: { host: read.HOST, port: read.PORT },
    publicUrl,
    runbooksUrl: read.RUNBOOKS_URL ?? `${publicUrl}/runbooks`,
    webhookSecrets: read.WEBHOOK_SECRETS,
    adminTokens: read.ADMIN_TOKENS,
    sync: {
      tables: read.SERVICENOW_TABLES ?? null,
      // Whoever watches the demo wants to see things happen.
      pollIntervalMs: (read.POLL_INTERVAL_SECONDS ?? (url === undefined ? 2 : 30)) * 1000,
      reconcileCron: read.RECONCILE_CRON,
      adoptExisting: read.ADOPT_EXISTING,
    },
    writeBack: {
      // Nothing is written into somebody's live instance before they say so; the demo's instance is ours.
      mode: read.WRITE_BACK ?? (url === undefined ? 'on' : 'dry-run'),
      // The demo's ladder runs so fast that five minutes of it hold days of escalations.
      stormLimit: read.STORM_LIMIT ?? (url === undefined ? 1000 : 50),
      maxAttempts: read.OUTBOX_MAX_ATTEMPTS,
      backoffSeconds: read.OUTBOX_BACKOFF_SECONDS,
    },
    files: {
      policy: read.POLICY_FILE ?? inConfigDir('policy.yaml'),
      calendars: read.CALENDARS_FILE ?? inConfigDir('calendars.yaml'),
      serviceNow: read.SERVICENOW_FILE ?? inConfigDir('servicenow.yaml'),
    },
    logLevel: read.LOG_LEVEL,
    revision: read.REVISION,
    alertmanagerUrl: read.ALERTMANAGER_URL ?? null,
    grafana:
      read.GRAFANA_URL === undefined ? null : { url: read.GRAFANA_URL, token: read.GRAFANA_TOKEN ?? null },
  };
}

/** Where it listens, as somebody at the same machine would write it. */
function listeningAddress({ HOST, PORT }: Settings): string {
  const isEverywhere = HOST === '0.0.0.0' || HOST === '::';
  const host = isEverywhere ? 'localhost' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

function assembleAccess(url: string, auth: ServiceNowAuth, read: Settings): ServiceNowAccess {
  const caPem = read.SERVICENOW_TLS_CA?.reveal() ?? null;
  return { url, auth, timeoutMs: read.SERVICENOW_TIMEOUT_SECONDS, caPem };
}

/** A variable whose file could not be read is already reported and not reported again as absent. */
function faultsOf(error: z.ZodError | undefined, given: EnvironmentValues): EnvironmentFault[] {
  const reported = new Set(given.faults.map((fault) => fault.variable));
  return (error?.issues ?? [])
    .map((issue) => ({ variable: issue.path[0] as Variable, problem: issue.message }))
    .filter(({ variable }) => !reported.has(`${variable}_FILE`))
    .map(({ variable, problem }) => ({ variable, problem, remedy: remedies[variable] }));
}

function pairFaults({ values }: EnvironmentValues): EnvironmentFault[] {
  if (values.GRAFANA_TOKEN === undefined || values.GRAFANA_URL !== undefined) return [];
  return [
    { variable: 'GRAFANA_URL', problem: 'is not set beside GRAFANA_TOKEN', remedy: remedies.GRAFANA_URL },
  ];
}

/** Files that somebody named; the shipped ones are the loader's business. */
function fileFaults({ values }: EnvironmentValues, readFile: ReadFile): EnvironmentFault[] {
  const named = ['POLICY_FILE', 'CALENDARS_FILE', 'SERVICENOW_FILE'] as const;
  return named.flatMap((variable) => {
    try {
      if (values[variable] !== undefined) readFile(values[variable]);
      return [];
    } catch {
      return [{ variable, problem: 'names a file that cannot be read', remedy: remedies[variable] }];
    }
  });
}

/** What two checks found in the same words is said once. */
function withoutRepeats(faults: readonly EnvironmentFault[]): EnvironmentFault[] {
  return [...new Map(faults.map((fault) => [formatEnvironmentFault(fault), fault])).values()];
}
