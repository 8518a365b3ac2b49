import type { Database } from '../database/database.ts';
import { parseFields } from '../database/dictionary.ts';
import { cell } from '../database/row.ts';
import { openInstancePort } from '../glide/instance-port.ts';
import { openScriptScope, type ScriptFile } from '../glide/script-scope.ts';
import { startScriptThread } from '../glide/script-thread.ts';
import type { Change, Instance } from '../instance/instance.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { type Declaration, readDeclarations } from './declarations.ts';
import { sendOutgoing } from './send-outgoing.ts';

/** How an administrator sets the application up. */
export interface ApplicationSettings {
  /** Values of its properties, without the scope's name: `endpoint`, `secret`, … */
  readonly properties: Readonly<Record<string, string>>;
  /** The tables whose rules are active; default those that are so from the start. */
  readonly tables?: readonly string[];
}

/** The application of sla-bridge, installed on the instance: its own scripts run, on doubles of the Glide classes. */
export interface InstalledApplication {
  /** What its scripts logged as warnings and errors, oldest first. */
  readonly log: readonly string[];
  /** Ends when everything that its scripts have begun has ended. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface ApplicationParts {
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
  readonly settings: ApplicationSettings;
}

const SCOPE = 'x_slab_bridge';
const LOG_LINES = 1000;
const QUIETLY = { workflow: false } as const;
const SUFFIXES: Readonly<Record<string, string>> = { Integer: '#', DateTime: '@', Boolean: '?' };

/** Makes the application's tables and columns known; has to happen before rows of them are restored. */
export function defineApplicationTables(database: Database): void {
  for (const { kind, values, columns } of readDeclarations()) {
    if (kind !== 'Table') continue;
    const fields = Object.entries(columns)
      .map(([name, type]) => `${name}${SUFFIXES[type] ?? ''}`)
      .join(' ');
    const augmented = database.table(String(values['augments']))?.definition;
    if (augmented === undefined) database.define({ name: String(values['name']), fields });
    else for (const field of parseFields(fields)) augmented.fields.set(field.name, field);
  }
}

/** Installs the application and lets it run: its rules at each change, its jobs in their time. */
export function installApplication(parts: ApplicationParts): InstalledApplication {
  const { instance, time, settings } = parts;
  const declarations = readDeclarations();
  setProperties(instance, declarations, settings);
  const runner = createRunner(parts, declarations);
  const rules = declarations.filter((one) => isRunning(one, settings));
  instance.onChange((change) => {
    for (const rule of rules) if (concerns(rule, change)) runner.runRule(rule, change);
  });
  const jobs = declarations.filter(({ kind }) => kind === 'ScheduledScript');
  const cancels = jobs.map((job) => repeat(time, intervalOf(job), () => runner.runLater(job.script!)));
  return {
    log: runner.log,
    settled: runner.settled,
    async stop() {
      for (const cancel of cancels) cancel();
      await runner.close();
    },
  };
}

/** What is given counts; what an earlier start has left stays otherwise. */
function setProperties(
  instance: Instance,
  declarations: readonly Declaration[],
  { properties }: ApplicationSettings,
): void {
  for (const { kind, values } of declarations) {
    if (kind !== 'Property') continue;
    const name = String(values['name']);
    const given = properties[name.slice(`${SCOPE}.`.length)];
    const [present] = instance.find('sys_properties', `name=${name}`);
    if (present === undefined) {
      const value = given ?? String(values['value'] ?? '');
      instance.insert('sys_properties', { name, value, type: String(values['type']) }, QUIETLY);
    } else if (given !== undefined) {
      instance.update('sys_properties', cell(present, 'sys_id'), { value: given }, QUIETLY);
    }
  }
}

function isRunning({ kind, values }: Declaration, { tables }: ApplicationSettings): boolean {
  if (kind !== 'BusinessRule') return false;
  const table = String(values['table']);
  if (tables === undefined || table.startsWith(SCOPE)) return values['active'] !== false;
  return tables.includes(table);
}

function concerns({ values }: Declaration, { table, operation }: Change): boolean {
  return values['table'] === table && (values['action'] as string[]).includes(operation);
}

function createRunner(parts: ApplicationParts, declarations: readonly Declaration[]) {
  const log: string[] = [];
  const session = { user: 'system' };
  const logged = (level: string, message: string): void => {
    if (level === 'info') return;
    log.push(message);
    if (log.length > LOG_LINES) log.shift();
  };
  const includes = declarations.flatMap(({ kind, script }) =>
    kind === 'ScriptInclude' && script !== null ? [script] : [],
  );
  const port = openInstancePort({ ...parts, userName: () => session.user, log: logged });
  const scope = openScriptScope({ ...port, send: refuseToWait }, includes);
  const laterPort = openInstancePort({ ...parts, userName: () => 'system', log: logged });
  const thread = startScriptThread({ port: laterPort, send: sendOutgoing, includes });
  let last: Promise<void> = Promise.resolve();
  const runLater = (script: ScriptFile, change?: Change): void => {
    // By then others may have changed the record, and what it was before is forgotten.
    const seen = change === undefined ? undefined : { ...change, before: null };
    last = thread.run(script, seen).catch((error: Error) => logged('error', error.message));
  };
  return {
    log,
    runLater,
    /** A rule that fails is logged, and the change stands. */
    runRule({ values, script }: Declaration, change: Change): void {
      const path = `condition of ${values['name']}`;
      session.user = change.by;
      try {
        if (scope.run({ path, text: String(values['condition'] ?? 'true') }, change) !== true) return;
        if (values['when'] === 'async') runLater(script!, change);
        else scope.run(script!, change);
      } catch (error) {
        logged('error', error instanceof Error ? error.message : String(error));
      }
    },
    async settled(): Promise<void> {
      for (let seen: Promise<void> | null = null; seen !== last; ) {
        seen = last;
        await seen;
      }
    },
    close: () => thread.close(),
  };
}

/** A rule that runs within somebody's transaction sends nothing. */
function refuseToWait(): never {
  throw new Error('A rule that waits for the network holds up whoever changed the record.');
}

function intervalOf({ values }: Declaration): number {
  const { hours = 0, minutes = 0, seconds = 0 } = values['executionInterval'] as Record<string, number>;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function repeat(time: SimulatorTime, everyMs: number, action: () => void): () => void {
  let cancel = (): void => {};
  const next = (): void => {
    cancel = time.after(everyMs, () => {
      action();
      next();
    });
  };
  next();
  return () => cancel();
}
