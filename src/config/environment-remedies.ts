/** What to do about a variable that is wrong: one line each, an order, with an example where the form matters. */
export const remedies = {
  SERVICENOW_URL:
    'set it to the address of the instance alone, like https://example.service-now.com (http:// only for localhost), or leave it out for the built-in demo',
  SERVICENOW_AUTH: 'set it to basic, oauth-client-credentials, oauth-password, oauth-jwt, api-key or mtls',
  SERVICENOW_USERNAME: 'set it to the name of the integration user',
  SERVICENOW_PASSWORD: 'set it, or SERVICENOW_PASSWORD_FILE, to the password of the integration user',
  SERVICENOW_CLIENT_ID: 'set it to the client id of the OAuth entity in the application registry',
  SERVICENOW_CLIENT_SECRET:
    'set it, or SERVICENOW_CLIENT_SECRET_FILE, to the client secret of the OAuth entity',
  SERVICENOW_JWT_PRIVATE_KEY:
    'set SERVICENOW_JWT_PRIVATE_KEY_FILE to the file with the RSA key (-----BEGIN PRIVATE KEY-----)',
  SERVICENOW_JWT_KEY_ID: 'set it to the key id (kid) of the JWT verifier map',
  SERVICENOW_JWT_SUBJECT: 'set it to the user in whose name the token is asked for',
  SERVICENOW_API_KEY: 'set it, or SERVICENOW_API_KEY_FILE, to the REST API key',
  SERVICENOW_TLS_CERT: 'set SERVICENOW_TLS_CERT_FILE to the file with the client certificate (PEM)',
  SERVICENOW_TLS_KEY:
    'set SERVICENOW_TLS_KEY_FILE to the file with the unencrypted key of that certificate (PEM)',
  SERVICENOW_TLS_CA: 'set SERVICENOW_TLS_CA_FILE to the file with the certificates that are trusted (PEM)',
  SERVICENOW_TIMEOUT_SECONDS: 'set it to an amount of seconds like 30',
  DATABASE_URL:
    'set it to an address like postgres://user:password@host:5432/name, or leave it out for the embedded database',
  DATABASE_POOL_SIZE: 'set it to a number of connections like 10',
  DATA_DIR: 'set it to the folder of the embedded database, like ./data',
  RETENTION_DAYS: 'set it to whole days from 30 to 36500, like 400',
  HOST: 'set it to the address to listen on, like 127.0.0.1 or 0.0.0.0',
  PORT: 'set it to a port number like 3000',
  PUBLIC_URL:
    'set it to the address under which people reach the service, like https://sla.example.org, without a path',
  RUNBOOKS_URL: 'set it to where runbooks are read, like https://wiki.example.org/runbooks',
  WEBHOOK_SECRETS:
    'make each entry whsec_ followed by base64 of 24 to 64 bytes, as `sla-bridge keygen` prints it, with commas between',
  ADMIN_TOKENS:
    'make each entry name:role:hex, role read or operate, hex the SHA-256 of the token, as `sla-bridge keygen` prints it, with commas between',
  POLL_INTERVAL_SECONDS: 'set it to whole seconds from 1 to 3600, like 30',
  RECONCILE_CRON: 'set it to five fields in UTC like "17 3 * * *", or to off',
  WRITE_BACK: 'set it to on, dry-run or off',
  ADOPT_EXISTING: 'set it to record or raise',
  STORM_LIMIT: 'set it to the number of escalations in 5 minutes beyond which write-backs are held, like 50',
  OUTBOX_MAX_ATTEMPTS: 'set it to a number of attempts like 10',
  OUTBOX_BACKOFF_SECONDS: 'set it to the first wait in whole seconds from 1 to 60, like 1',
  CONFIG_DIR: 'set it to the folder with policy.yaml, calendars.yaml and servicenow.yaml',
  POLICY_FILE: 'set it to a policy file that can be read',
  CALENDARS_FILE: 'set it to a calendars file that can be read',
  SERVICENOW_FILE: 'set it to a mapping file that can be read',
  SERVICENOW_TABLES:
    'set it to tables of servicenow.yaml with commas between, like incident,sn_customerservice_case',
  REVISION: 'set it to the revision of the source that was built, like a commit hash',
  LOG_LEVEL: 'set it to trace, debug, info, warn, error, fatal or silent',
  ALERTMANAGER_URL: 'set it to an address like http://alertmanager:9093',
  GRAFANA_URL: 'set it to an address like http://grafana:3000',
  GRAFANA_TOKEN: 'set it, or GRAFANA_TOKEN_FILE, to a Grafana service account token',
} as const;

/** Every variable that is read. */
export type Variable = keyof typeof remedies;
