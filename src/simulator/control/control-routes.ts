import type { FaultOrder } from '../faults/fault.ts';
import { FAULT_KINDS } from '../faults/fault-kinds.ts';
import { answerCredentials, answerTokens } from './control-access.ts';
import type { ControlAnswer } from './control-context.ts';
import {
  answerDelete,
  answerFind,
  answerGenerate,
  answerGet,
  answerInsert,
  answerJournal,
  answerUpdate,
} from './control-records.ts';
import {
  answerClock,
  answerRequests,
  answerSettings,
  answerStats,
  answerWebhook,
  describeClock,
  tableSizes,
} from './control-state.ts';

export interface ControlRoute {
  readonly method: string;
  /** As it is written in the documentation: `/records/:table`. */
  readonly shape: string;
  readonly pattern: RegExp;
  readonly answer: ControlAnswer;
}

function route(method: string, shape: string, answer: ControlAnswer): ControlRoute {
  const pattern = new RegExp(`^${shape.replaceAll(/:\w+/g, '([^/]+)')}$`);
  return { method, shape, pattern, answer };
}

const addFaults: ControlAnswer = ({ body }, { faults }) => {
  const orders = (Array.isArray(body) ? body : [body]) as FaultOrder[];
  return { ids: orders.map((order) => faults.add(order)) };
};

const describeSimulator: ControlAnswer = (_, context) => ({
  ...tableSizes(context),
  clock: describeClock(context),
  routes: CONTROL_ROUTES.map(({ method, shape }) => `${method} ${shape}`),
  faultKinds: Object.keys(FAULT_KINDS),
});

export const CONTROL_ROUTES: readonly ControlRoute[] = [
  route('GET', '/', describeSimulator),
  route('GET', '/stats', answerStats),
  route('GET', '/settings', answerSettings),
  route('PATCH', '/settings', answerSettings),
  route('GET', '/clock', answerClock),
  route('POST', '/clock', answerClock),

  route('GET', '/faults', (_, { faults }) => ({ faults: faults.list() })),
  route('POST', '/faults', addFaults),
  route('DELETE', '/faults', (_, { faults }) => {
    faults.clear();
    return { faults: [] };
  }),
  route('DELETE', '/faults/:id', ({ parts }, { faults }) => (faults.remove(parts[0]!) ? {} : null)),

  route('GET', '/records/:table', answerFind),
  route('POST', '/records/:table', answerInsert),
  route('GET', '/records/:table/:sys_id', answerGet),
  route('PATCH', '/records/:table/:sys_id', answerUpdate),
  route('DELETE', '/records/:table/:sys_id', answerDelete),
  route('POST', '/generate', answerGenerate),
  route('GET', '/journal/:sys_id', answerJournal),
  route('POST', '/tables', ({ body }, { database }) => {
    database.define(body as Parameters<typeof database.define>[0]);
    return {};
  }),

  route('GET', '/requests', answerRequests),
  route('DELETE', '/requests', (_, { requests }) => {
    requests.clear();
    return { requests: [] };
  }),

  route('POST', '/tokens/revoke', answerTokens),
  route('POST', '/credentials', answerCredentials),
  route('GET', '/webhook', answerWebhook),
  route('PUT', '/webhook', answerWebhook),
  route('DELETE', '/webhook', (_, { webhooks }) => {
    webhooks.setTarget(null);
    return { target: null };
  }),
];
