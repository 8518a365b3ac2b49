import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { adminTokens, webhookSecrets } from './environment-token.ts';
import {
  certificatePem,
  cronOrOff,
  instanceUrl,
  oneOf,
  originUrl,
  postgresUrl,
  seconds,
  secretText,
  serviceUrl,
  text,
  wholeNumber,
} from './environment-value.ts';

export const writeBackModes = ['on', 'dry-run', 'off'] as const;
export type WriteBackMode = (typeof writeBackModes)[number];
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Names of tables, comma-separated. */
const tableNames = text
  .transform((list) => list.split(',').map((name) => name.trim()))
  .refine(
    (names) => names.every((name) => /^[a-z][a-z0-9_]*$/.test(name)),
    'names something that is no table',
  );

const shippedConfigDir = fileURLToPath(new URL('../../config', import.meta.url));

/** Every variable but ServiceNow's credentials, with its default. */
export const settings = z.object({
  SERVICENOW_URL: instanceUrl.optional(),
  SERVICENOW_TLS_CA: certificatePem.optional(),
  SERVICENOW_TIMEOUT_SECONDS: seconds(0.1, 600).default(30_000),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(10),
  DATA_DIR: text.default('./data'),
  RETENTION_DAYS: wholeNumber(30, 36_500).default(400),
  HOST: text.regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name or address').default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(3000),
  PUBLIC_URL: originUrl.optional(),
  RUNBOOKS_URL: serviceUrl.optional(),
  WEBHOOK_SECRETS: webhookSecrets.default([]),
  ADMIN_TOKENS: adminTokens.default([]),
  POLL_INTERVAL_SECONDS: wholeNumber(1, 3600).optional(),
  RECONCILE_CRON: cronOrOff.default('17 3 * * *'),
  WRITE_BACK: oneOf(writeBackModes).optional(),
  ADOPT_EXISTING: oneOf(['record', 'raise']).default('record'),
  STORM_LIMIT: wholeNumber(1, 1_000_000).optional(),
  OUTBOX_MAX_ATTEMPTS: wholeNumber(1, 1000).default(10),
  OUTBOX_BACKOFF_SECONDS: wholeNumber(1, 60).default(1),
  CONFIG_DIR: text.default(shippedConfigDir),
  POLICY_FILE: text.optional(),
  CALENDARS_FILE: text.optional(),
  SERVICENOW_FILE: text.optional(),
  SERVICENOW_TABLES: tableNames.optional(),
  REVISION: text.default('unknown'),
  LOG_LEVEL: oneOf(logLevels).default('info'),
  ALERTMANAGER_URL: serviceUrl.optional(),
  GRAFANA_URL: serviceUrl.optional(),
  GRAFANA_TOKEN: secretText.optional(),
});
export type Settings = z.infer<typeof settings>;
