import { randomBytes } from 'node:crypto';
import { defaultAccess } from './access/accounts.ts';
import { createOAuth } from './access/oauth.ts';
import { createRateLimiter } from './access/rate-limits.ts';
import { CONTENT_TABLE } from './api/attachment-api.ts';
import { dispatch } from './api/dispatch.ts';
import { findRoute } from './api/routes.ts';
import type { ApiServices } from './api/services.ts';
import {
  type ApplicationSettings,
  defineApplicationTables,
  type InstalledApplication,
  installApplication,
} from './application/application.ts';
import type { ControlContext } from './control/control-context.ts';
import { createDatabase, type Database } from './database/database.ts';
import { defineAgenda } from './demo/agenda.ts';
import { createFaultList } from './faults/fault-list.ts';
import { installBaseData } from './instance/base-data.ts';
import { installDeveloperData } from './instance/developer-data.ts';
import { createDisplayValues } from './instance/display-values.ts';
import { createInstance } from './instance/instance.ts';
import { createReplica } from './instance/replica.ts';
import { createWebhookSender, type WebhookTarget } from './outgoing/webhooks.ts';
import { createRandom } from './random.ts';
import { createRequestLog } from './request-log.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { keepState, restoreState, type StateFile } from './state/state-file.ts';
import { createInstanceClock } from './time/instance-clock.ts';
import type { SimulatorTime } from './time/simulator-time.ts';

export interface InstanceOptions {
  readonly time: SimulatorTime;
  readonly seed: string;
  readonly settings: Partial<Settings>;
  readonly stateFile: string | null;
  readonly webhook: WebhookTarget | null;
  readonly application: ApplicationSettings | null;
  readonly developerData: boolean;
}

/** Everything of the simulator but its life and its network. */
export interface BuiltInstance {
  readonly services: ApiServices;
  readonly control: ControlContext;
  readonly state: StateFile | null;
  readonly application: InstalledApplication | null;
}

/** Builds the instance with what it has from the start, or with what its state file remembers. */
export function buildInstance(options: InstanceOptions): BuiltInstance {
  const { time, seed } = options;
  const clock = createInstanceClock(time);
  const random = createRandom(seed);
  const settings = { ...defaultSettings(), ...options.settings };
  const access = defaultAccess();
  const database = createDatabase(seed);
  const instance = createInstance({ database, clock, time });
  const state = fillDatabase(options, database, () => {
    installBaseData(instance, access, tableNames(database));
    if (options.developerData) installDeveloperData(instance);
  });
  const webhooks = createWebhookSender({
    clock,
    time,
    random,
    mintEventId: () => `evt_${database.mintSysId()}`,
  });
  webhooks.setTarget(options.webhook);
  instance.onChange(webhooks.announce);
  const application =
    options.application === null
      ? null
      : installApplication({ instance, database, clock, time, settings: options.application });
  const oauth = createOAuth({
    access,
    settings,
    clock,
    mintToken: () => randomBytes(48).toString('base64url'),
  });
  const shared = { database, instance, clock, settings, access, oauth };
  const services: ApiServices = {
    ...shared,
    random,
    display: createDisplayValues(database),
    replica: createReplica(database, clock, () => settings.replicaLagMs + settings.categoryReplicaLagMs > 0),
    rateLimiter: createRateLimiter(settings, clock),
    submit: (request) => dispatch(request, findRoute(request.method, request.url.pathname), services),
  };
  const control = { ...shared, webhooks, faults: createFaultList(random), requests: createRequestLog() };
  return { services, control, state, application };
}

function fillDatabase(
  { stateFile, time, application }: InstanceOptions,
  database: Database,
  install: () => void,
): StateFile | null {
  defineAgenda(database);
  database.define({ name: CONTENT_TABLE, fields: 'content' });
  if (application !== null) defineApplicationTables(database);
  const isRestored = stateFile !== null && restoreState(stateFile, database);
  if (!isRestored) install();
  return stateFile === null ? null : keepState(stateFile, database, time);
}

/** The simulator's own tables are no part of the instance's catalogue. */
function tableNames(database: Database): string[] {
  return [...database.tables()]
    .map(({ definition }) => definition.name)
    .filter((name) => !name.startsWith('x_simulator_'));
}
