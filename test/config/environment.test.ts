import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Environment, readEnvironment } from '../../src/config/environment.ts';
import { EnvironmentError, type EnvironmentFault } from '../../src/config/environment-fault.ts';
import { collectSecrets, revealSecrets } from '../../src/config/environment-secret.ts';

const noFiles = (): string => {
  throw new Error('there is no file');
};

function read(env: Record<string, string>, files: Record<string, string> = {}): Environment {
  return readEnvironment(env, (path) => files[path] ?? noFiles());
}

function faultsOf(
  env: Record<string, string>,
  files: Record<string, string> = {},
): readonly EnvironmentFault[] {
  try {
    read(env, files);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as EnvironmentError).faults;
  }
  return [];
}

const live = { SERVICENOW_URL: 'https://desk.example.com' };
const basic = {
  ...live,
  SERVICENOW_AUTH: 'basic',
  SERVICENOW_USERNAME: 'sla',
  SERVICENOW_PASSWORD: 'correct horse',
};
const hash = 'ab'.repeat(32);
const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
  .trim();
const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

describe('an empty environment', () => {
  it('is the demo: no instance, the embedded database, this machine only, write-back on', () => {
    const environment = read({});

    expect(environment).toMatchObject({
      serviceNow: null,
      database: { kind: 'pglite', dataDir: './data' },
      server: { host: '127.0.0.1', port: 3000 },
      publicUrl: 'http://127.0.0.1:3000',
      runbooksUrl: 'http://127.0.0.1:3000/runbooks',
      webhookSecrets: [],
      adminTokens: [],
      sync: { pollIntervalMs: 2_000, reconcileCron: '17 3 * * *', adoptExisting: 'record' },
      writeBack: { mode: 'on', stormLimit: 1000, maxAttempts: 10, backoffSeconds: 1 },
      logLevel: 'info',
      revision: 'unknown',
      alertmanagerUrl: null,
      grafana: null,
    });
    expect(environment.files.policy).toMatch(/config\/policy\.yaml$/);
  });

  it('does not care for variables that are not ours', () => {
    expect(read({ PATH: '/bin', SERVICENOW_COLOUR: 'blue' })).toMatchObject({ serviceNow: null });
  });

  it('is also one whose variables are set to nothing, as compose files leave them', () => {
    expect(read({ SERVICENOW_URL: '', SERVICENOW_AUTH: ' ', PORT: '', ADMIN_TOKENS: '' })).toEqual(read({}));
  });
});

describe('credentials', () => {
  it('of a live instance make write-back a dry run until it is switched on', () => {
    expect(read(basic).writeBack.mode).toBe('dry-run');
    expect(read({ ...basic, WRITE_BACK: 'on' }).writeBack.mode).toBe('on');
  });

  const jwt = {
    SERVICENOW_CLIENT_ID: 'id',
    SERVICENOW_JWT_PRIVATE_KEY: rsaKey,
    SERVICENOW_JWT_KEY_ID: 'kid',
    SERVICENOW_JWT_SUBJECT: 'sla',
  };
  const needs: [string, Record<string, string>][] = [
    ['basic', { SERVICENOW_USERNAME: 'u', SERVICENOW_PASSWORD: 'p' }],
    ['oauth-client-credentials', { SERVICENOW_CLIENT_ID: 'id', SERVICENOW_CLIENT_SECRET: 's' }],
    [
      'oauth-password',
      {
        SERVICENOW_CLIENT_ID: 'id',
        SERVICENOW_CLIENT_SECRET: 's',
        SERVICENOW_USERNAME: 'u',
        SERVICENOW_PASSWORD: 'p',
      },
    ],
    ['oauth-jwt', jwt],
    ['api-key', { SERVICENOW_API_KEY: 'k' }],
  ];

  it.each(needs)('of %s are read, and each one that is missing is named', (kind, fields) => {
    const complete = { ...live, SERVICENOW_AUTH: kind, ...fields };

    expect(read(complete).serviceNow?.auth.kind).toBe(kind);
    for (const name of Object.keys(fields)) {
      const { [name]: _, ...incomplete } = complete as Record<string, string>;
      expect(faultsOf(incomplete)).toMatchObject([{ variable: name, problem: 'is not set' }]);
    }
  });

  it.each(needs)('of %s may each come from a file, without the line break at its end', (kind, fields) => {
    const files = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`/run/${name}`, `${value}\n`]),
    );
    const paths = Object.fromEntries(Object.keys(fields).map((name) => [`${name}_FILE`, `/run/${name}`]));

    const fromFiles = read({ ...live, SERVICENOW_AUTH: kind, ...paths }, files);

    const fromValues = read({ ...live, SERVICENOW_AUTH: kind, ...fields });
    expect(revealSecrets(fromFiles.serviceNow!.auth)).toEqual(revealSecrets(fromValues.serviceNow!.auth));
  });

  it('of mtls are asked for together, over https only', () => {
    const faults = faultsOf({ SERVICENOW_URL: 'http://localhost:1', SERVICENOW_AUTH: 'mtls' });

    expect(faults.map((fault) => fault.variable)).toEqual([
      'SERVICENOW_URL',
      'SERVICENOW_TLS_CERT',
      'SERVICENOW_TLS_KEY',
      'SERVICENOW_TLS_CA',
    ]);
  });

  it('without a way to use them are a fault', () => {
    expect(faultsOf(live)).toMatchObject([{ variable: 'SERVICENOW_AUTH', problem: 'is not set' }]);
    expect(faultsOf({ ...basic, SERVICENOW_AUTH: 'kerberos' })).toMatchObject([
      { variable: 'SERVICENOW_AUTH' },
    ]);
  });

  it('given twice, as a value and as a file, are a fault', () => {
    const faults = faultsOf({ ...basic, SERVICENOW_PASSWORD_FILE: '/run/p' }, { '/run/p': 'other' });

    expect(faults).toMatchObject([{ variable: 'SERVICENOW_PASSWORD_FILE' }]);
  });

  it('in a file that cannot be read are one fault, not two', () => {
    const { SERVICENOW_PASSWORD: _, ...rest } = basic;

    expect(faultsOf({ ...rest, SERVICENOW_PASSWORD_FILE: '/run/none' })).toMatchObject([
      { variable: 'SERVICENOW_PASSWORD_FILE', problem: 'names a file that cannot be read' },
    ]);
  });

  it('keep the blanks of a password and take a key whose line breaks are written as \\n', () => {
    const auth = read({ ...basic, SERVICENOW_PASSWORD: ' p ' }).serviceNow?.auth;
    const key = rsaKey.replaceAll('\n', '\\n');
    const jwtAuth = read({ ...live, SERVICENOW_AUTH: 'oauth-jwt', ...jwt, SERVICENOW_JWT_PRIVATE_KEY: key });

    expect(auth?.kind === 'basic' && auth.password.reveal()).toBe(' p ');
    expect(jwtAuth.serviceNow?.auth.kind).toBe('oauth-jwt');
  });

  it('of oauth-jwt need an RSA key', () => {
    const faults = faultsOf({
      ...live,
      SERVICENOW_AUTH: 'oauth-jwt',
      ...jwt,
      SERVICENOW_JWT_PRIVATE_KEY: ecKey,
    });

    expect(faults).toMatchObject([{ variable: 'SERVICENOW_JWT_PRIVATE_KEY' }]);
  });
});

describe('a fault', () => {
  const faulty: [string, string][] = [
    ['SERVICENOW_URL', 'desk.example.com'],
    ['SERVICENOW_URL', 'http://desk.example.com'],
    ['SERVICENOW_URL', 'http://127.0.0.1.example.com'],
    ['SERVICENOW_URL', 'https://user:pw@desk.example.com'],
    ['SERVICENOW_URL', 'https://desk.example.com/api'],
    ['SERVICENOW_URL', 'ftp://desk.example.com'],
    ['SERVICENOW_TIMEOUT_SECONDS', '0'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_POOL_SIZE', '1'],
    ['HOST', 'two hosts'],
    ['PORT', '70000'],
    ['PORT', '0x50'],
    ['WEBHOOK_SECRETS', 'whsec_c2hvcnQ='],
    ['WEBHOOK_SECRETS', `${webhookSecret},plain-secret`],
    ['WEBHOOK_SECRETS', `whsec_${Buffer.alloc(65).toString('base64')}`],
    ['ADMIN_TOKENS', `ops:root:${hash}`],
    ['ADMIN_TOKENS', 'ops:read:the-token-itself'],
    ['ADMIN_TOKENS', `a:read:${hash},a:operate:${'cd'.repeat(32)}`],
    ['ADMIN_TOKENS', `a:read:${hash},b:operate:${hash.toUpperCase()}`],
    ['POLL_INTERVAL_SECONDS', '0'],
    ['POLL_INTERVAL_SECONDS', '3601'],
    ['POLL_INTERVAL_SECONDS', '1.5'],
    ['RECONCILE_CRON', '0 0 3 * * *'],
    ['RECONCILE_CRON', '61 * * * *'],
    ['RECONCILE_CRON', '@daily'],
    ['WRITE_BACK', 'yes'],
    ['ADOPT_EXISTING', 'ignore'],
    ['STORM_LIMIT', '-1'],
    ['OUTBOX_MAX_ATTEMPTS', '0'],
    ['OUTBOX_BACKOFF_SECONDS', '61'],
    ['POLICY_FILE', '/no/such/file.yaml'],
    ['LOG_LEVEL', 'verbose'],
    ['ALERTMANAGER_URL', 'alertmanager:9093'],
    ['GRAFANA_URL', 'grafana'],
  ];

  it.each(faulty)('in %s (%s) is found and names the variable', (variable, value) => {
    const others = variable === 'SERVICENOW_URL' ? basic : {};

    const faults = faultsOf({ ...others, [variable]: value });

    expect(faults.map((fault) => fault.variable)).toEqual([variable]);
    expect(faults[0]?.remedy).not.toBe('');
  });

  it('is reported together with all others', () => {
    const faults = faultsOf({
      SERVICENOW_URL: 'x',
      PORT: 'x',
      WRITE_BACK: 'x',
      RECONCILE_CRON: 'x',
      GRAFANA_TOKEN: 'x',
    });

    expect(faults.map((fault) => fault.variable).sort()).toEqual([
      'GRAFANA_URL',
      'PORT',
      'RECONCILE_CRON',
      'SERVICENOW_AUTH',
      'SERVICENOW_URL',
      'WRITE_BACK',
    ]);
  });

  it('never holds the value, not even a part of it', () => {
    const names = [
      ...new Set(faulty.map(([variable]) => variable)),
      'SERVICENOW_AUTH',
      'SERVICENOW_JWT_PRIVATE_KEY',
    ];
    const oddText = fc.string({ minLength: 12, maxLength: 40, unit: fc.constantFrom(...'§¤ßøðŁ') });

    fc.assert(
      fc.property(fc.constantFrom(...names), oddText, (variable, value) => {
        const others = {
          ...basic,
          SERVICENOW_CLIENT_ID: 'i',
          SERVICENOW_JWT_KEY_ID: 'k',
          SERVICENOW_JWT_SUBJECT: 's',
        };
        const auth = variable.includes('JWT') ? 'oauth-jwt' : 'basic';
        const faults = faultsOf({ ...others, SERVICENOW_AUTH: auth, [variable]: value });

        expect(faults.length).toBeGreaterThan(0);
        expect(JSON.stringify(faults)).not.toMatch(/[§¤ßøðŁ]/);
      }),
    );
  });

  it('takes exactly one line', () => {
    try {
      read({ PORT: 'x', HOST: 'a b' });
      expect.unreachable();
    } catch (error) {
      const { message } = error as EnvironmentError;
      expect(message.split('\n')).toHaveLength(2);
      expect(message).toContain(
        'PORT is not a whole number from 0 to 65535: set it to a port number like 3000',
      );
    }
  });
});

describe('addresses, lists and schedules', () => {
  it.each([
    'http://localhost:8080',
    'http://127.0.0.1:8080/',
    'http://[::1]:8080',
    'http://127.1:80',
  ])('http is allowed on this machine: %s', (url) => {
    expect(read({ ...basic, SERVICENOW_URL: url }).serviceNow?.url).toBe(url.replace(/\/$/, ''));
  });

  it('several webhook secrets and tokens may be live at once', () => {
    const other = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const environment = read({
      WEBHOOK_SECRETS: `${webhookSecret}, ${other},`,
      ADMIN_TOKENS: `viewer:read:${hash},ops:operate:${'CD'.repeat(32)}`,
    });

    expect(environment.webhookSecrets.map((each) => each.reveal())).toEqual([webhookSecret, other]);
    expect(environment.adminTokens).toEqual([
      { name: 'viewer', role: 'read', sha256: hash },
      { name: 'ops', role: 'operate', sha256: 'cd'.repeat(32) },
    ]);
  });

  it.each([
    ['off', null],
    ['*/15 0-6,22 1,15 jan-mar mon-fri', '*/15 0-6,22 1,15 jan-mar mon-fri'],
    ['0 3 * * 7', '0 3 * * 7'],
  ])('the reconciliation schedule %s is understood', (text, expected) => {
    expect(read({ RECONCILE_CRON: text }).sync.reconcileCron).toBe(expected);
  });
});

describe('a secret', () => {
  it('is not seen when the whole environment is printed or serialised', () => {
    const environment = read({
      ...basic,
      SERVICENOW_PASSWORD: 'canary-1',
      DATABASE_URL: 'postgres://u:canary-2@localhost/db',
      WEBHOOK_SECRETS: webhookSecret,
      GRAFANA_URL: 'http://grafana:3000',
      GRAFANA_TOKEN: 'canary-3',
    });

    for (const shown of [
      inspect(environment, { depth: 9 }),
      JSON.stringify(environment),
      `${environment.grafana?.token}`,
    ]) {
      expect(shown).toContain('[secret]');
      expect(shown).not.toMatch(/canary|whsec_/);
    }
  });

  it('can be listed for the log to mask, in every form in which it travels', () => {
    const environment = read({
      ...basic,
      DATABASE_URL: 'postgres://u:p%40ss-word@localhost/db',
      WEBHOOK_SECRETS: webhookSecret,
    });

    expect(collectSecrets(environment)).toEqual([
      'correct horse',
      'postgres://u:p%40ss-word@localhost/db',
      'p%40ss-word',
      'p@ss-word',
      webhookSecret,
    ]);
  });
});

describe('the address for people', () => {
  it.each([
    [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://localhost:8080'],
    [{ HOST: '::' }, 'http://localhost:3000'],
    [{ HOST: '::1' }, 'http://[::1]:3000'],
    [{ HOST: 'sla.internal', PORT: '80' }, 'http://sla.internal:80'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://sla.example.org/' }, 'https://sla.example.org'],
  ])('follows from %j', (env, address) => {
    expect(read(env)).toMatchObject({ publicUrl: address, runbooksUrl: `${address}/runbooks` });
  });

  it('leaves runbooks where somebody else keeps them', () => {
    const env = { PUBLIC_URL: 'https://sla.example.org', RUNBOOKS_URL: 'https://wiki.example.org/sla/' };

    expect(read(env).runbooksUrl).toBe('https://wiki.example.org/sla');
  });

  it.each([
    'sla.example.org',
    'https://ann:secret@sla.example.org',
    'https://sla.example.org/sla',
  ])('cannot be %s', (address) => {
    expect(faultsOf({ PUBLIC_URL: address }).map(({ variable }) => variable)).toEqual(['PUBLIC_URL']);
  });
});
