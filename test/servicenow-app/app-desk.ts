import {
  type ApplicationSettings,
  defineApplicationTables,
} from '../../src/simulator/application/application.ts';
import { readDeclarations } from '../../src/simulator/application/declarations.ts';
import { createDatabase } from '../../src/simulator/database/database.ts';
import type { Row } from '../../src/simulator/database/row.ts';
import type { GlidePort, OutgoingReply, OutgoingRequest } from '../../src/simulator/glide/glide-port.ts';
import { openInstancePort } from '../../src/simulator/glide/instance-port.ts';
import { openScriptScope, type ScriptFile } from '../../src/simulator/glide/script-scope.ts';
import { type Change, createInstance, type WriteOptions } from '../../src/simulator/instance/instance.ts';
import { createInstanceClock } from '../../src/simulator/time/instance-clock.ts';
import { at } from '../support/observations.ts';
import { virtualTime } from '../support/virtual-time.ts';

export const CASES = 'sn_customerservice_case';
export const OUTBOX = 'x_slab_bridge_outbox';
export const START = at('2026-03-02 10:00');
export const secretOf = (letter: string): string =>
  `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;

export const READY: ApplicationSettings['properties'] = {
  active: 'true',
  endpoint: 'https://sla-bridge.example.com/webhooks/servicenow',
  secret: secretOf('a'),
};

/** What the receiver does with a request: a status, a reply, or an error that the instance would throw. */
export type Answering = (request: OutgoingRequest) => number | Partial<OutgoingReply>;

/**
 * The application's scripts on an instance of their own, each run by hand; what they send is answered on the spot by
 * `answering`.
 */
export function openAppDesk(properties: Readonly<Record<string, string>> = READY) {
  const time = virtualTime(START);
  const database = createDatabase('app-desk');
  const clock = createInstanceClock(time);
  const instance = createInstance({ database, clock, time });
  defineApplicationTables(database);
  const declarations = readDeclarations();
  for (const { kind, values } of declarations) {
    if (kind !== 'Property') continue;
    const name = String(values['name']);
    const value = properties[name.replace('x_slab_bridge.', '')] ?? String(values['value'] ?? '');
    instance.insert('sys_properties', { name, value });
  }
  const sent: OutgoingRequest[] = [];
  const logged: string[] = [];
  const session = { user: 'agnes', answering: (() => 202) as Answering, isDead: false, isLater: false };
  const later: Change[] = [];
  const whole = openInstancePort({
    instance,
    database,
    clock,
    userName: () => session.user,
    log: (level, message) => logged.push(`${level}: ${message}`),
  });
  const port: GlidePort = {
    ...whole,
    update(table, sysId, values) {
      if (session.isDead) throw new Error('The node is dead.');
      return whole.update(table, sysId, values);
    },
    send(request: OutgoingRequest): OutgoingReply {
      sent.push(request);
      const answer = session.answering(request);
      const reply = { status: 202, headers: {}, error: '' };
      return typeof answer === 'number' ? { ...reply, status: answer } : { ...reply, ...answer };
    },
  };
  const includes = declarations.flatMap(({ kind, script }) =>
    kind === 'ScriptInclude' && script !== null ? [script] : [],
  );
  const scope = openScriptScope(port, includes);
  const scriptNamed = (name: string): ScriptFile =>
    declarations.find(({ script }) => script?.path.endsWith(`/${name}`))!.script!;
  const rule = declarations.find(({ values }) => values['table'] === CASES && values['when'] !== undefined)!;
  const condition = { path: 'condition', text: String(rule.values['condition']) };
  instance.onChange((change) => {
    if (change.table === OUTBOX) return;
    if (scope.run(condition, change) !== true) return;
    if (session.isLater) later.push({ ...change, before: null });
    else scope.run(rule.script!, change);
  });
  const outbox = (): readonly Row[] => instance.find(OUTBOX, 'ORDERBYsys_created_on');
  return {
    instance,
    database,
    clock,
    time,
    session,
    sent,
    logged,
    outbox,
    states: () => outbox().map((row) => row['state']),
    insertCase: (values: Row = {}, options: WriteOptions = {}): string =>
      instance.insert(CASES, { short_description: 'No dial tone', ...values }, options)['sys_id']!,
    /** The rule on cases as an asynchronous one: what it put off since `session.isLater`. */
    runLater: () => later.splice(0).forEach((change) => void scope.run(rule.script!, change)),
    drain: () => scope.run(scriptNamed('drain-outbox.js')),
    tidy: () => scope.run(scriptNamed('tidy-outbox.js')),
    /** What the asynchronous rule does for a new row. */
    sendAtOnce: (row: Row) =>
      scope.run(scriptNamed('send-at-once.js'), { table: OUTBOX, operation: 'insert', row, before: null }),
  };
}

export type AppDesk = ReturnType<typeof openAppDesk>;
