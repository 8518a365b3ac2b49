import { readFileSync } from 'node:fs';
import { startApp } from './app.ts';
import { type Environment, readEnvironment } from './config/environment.ts';
import { readConfigFile } from './config/read-config-file.ts';
import { acceleratePolicy, demoSpeed } from './policy/accelerate-policy.ts';
import { loadPolicy } from './policy/load-policy.ts';
import { chooseTables } from './servicenow/choose-tables.ts';
import { ServiceNowMapping } from './servicenow/mapping.ts';
import type { Logger } from './telemetry/logger.ts';
import { systemTime } from './time/time-source.ts';
import { type Demo, startDemo } from './wiring/demo.ts';
import { openTelemetry } from './wiring/telemetry.ts';

/**
 * Runs the service until it is told to stop; the one place that reads the process's environment. Resolves when it has
 * stopped. Throws what is wrong with environment or configuration before anything is started.
 */
export async function serve(): Promise<void> {
  const given = readEnvironment(process.env, (file) => readFileSync(file, 'utf8'));
  const isDemo = given.serviceNow === null;
  const policy = isDemo
    ? loadPolicy(given.files.policy, given.files.calendars, acceleratePolicy)
    : loadPolicy(given.files.policy, given.files.calendars);
  const mapping = loadMapping(given);
  const version = readVersion();
  const demo = isDemo ? await startDemo(given) : null;
  const environment = demo?.environment ?? given;
  const { telemetry, logger } = openTelemetry({ environment, mapping, version, output: process.stdout });
  try {
    const app = await startApp({
      environment: { ...environment, serviceNow: environment.serviceNow! },
      policy,
      mapping,
      time: systemTime,
      logger,
      telemetry,
      version,
      revision: given.revision,
    });
    announce(logger, app.url, environment, demo);
    await untilToldToStop();
    logger.info('stopping: what is under way is finished first');
    await app.stop();
    logger.info('stopped');
  } finally {
    await demo?.stop();
  }
}

function loadMapping({ files, sync }: Environment): ServiceNowMapping {
  const mapping = readConfigFile(files.serviceNow, ServiceNowMapping);
  return sync.tables === null ? mapping : chooseTables(mapping, sync.tables, files.serviceNow);
}

/** The first signal stops in order; a further one changes nothing. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function announce(logger: Logger, url: string, environment: Environment, demo: Demo | null): void {
  logger.info(
    { metrics: `${url}/metrics`, health: `${url}/admin/health`, admin: `${url}/admin/tickets` },
    'ready',
  );
  if (demo === null) {
    const { mode } = environment.writeBack;
    const meaning =
      mode === 'dry-run' ? 'everything is decided and shown, nothing is sent' : `write-back is ${mode}`;
    logger.info({ instance: environment.serviceNow?.url, writeBack: mode }, meaning);
    return;
  }
  logger.warn(
    { simulatedInstance: environment.serviceNow?.url },
    `DEMO: SERVICENOW_URL is not set, so this runs against a simulated instance. Targets run ${demoSpeed.targets} times and the escalation ladder ${demoSpeed.ladder} times faster than agreed.`,
  );
  // Not through the log: it is shown once to whoever sits here, and kept nowhere.
  process.stdout.write(`\nAdmin token for this run (role operate):\n  ${demo.token}\n`);
  process.stdout.write(`Console: ${url}/console/#token=${demo.token}\n`);
  process.stdout.write(`Try: curl -H "Authorization: Bearer ${demo.token}" ${url}/admin/tickets\n\n`);
}
