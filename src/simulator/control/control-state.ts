import type { WebhookTarget } from '../outgoing/webhooks.ts';
import type { LoggedRequest } from '../request-log.ts';
import { formatWireTime } from '../time/wire-time.ts';
import type { ControlAnswer, ControlContext } from './control-context.ts';

/** Requests so far, how many at once, webhooks sent, rows per table. */
export const answerStats: ControlAnswer = (_, context) => ({
  ...context.requests.stats(),
  webhooks: context.webhooks.stats(),
  ...tableSizes(context),
});

export function tableSizes({ database }: ControlContext): { rows: Record<string, number> } {
  const sizes = [...database.tables()].map((store) => [store.definition.name, store.size()] as const);
  return { rows: Object.fromEntries(sizes.filter(([, size]) => size > 0)) };
}

/** `PATCH /settings {…}` changes what is named; a name that is no setting is refused. */
export const answerSettings: ControlAnswer = ({ body }, { settings }) => {
  for (const name of Object.keys(body as object)) {
    if (!Object.hasOwn(settings, name)) throw new Error(`There is no setting ${name}.`);
  }
  return { settings: Object.assign(settings, body) };
};

/** `POST /clock {"advanceMs": n}` or `{"skewMs": n}` */
export const answerClock: ControlAnswer = ({ body }, context) => {
  const { advanceMs, skewMs } = body as { advanceMs?: number; skewMs?: number };
  if (skewMs !== undefined) context.clock.setSkew(skewMs);
  if (advanceMs !== undefined) context.clock.advance(advanceMs);
  return describeClock(context);
};

export function describeClock({ clock }: ControlContext): Record<string, unknown> {
  const now = clock.now();
  return { now, wire: formatWireTime(now), skewMs: clock.skewMs() };
}

/** `GET /requests?method=&table=&operation=&since=`: oldest first; `since` is the id of the last one known. */
export const answerRequests: ControlAnswer = ({ parameters }, { requests }) => {
  const is = (name: 'method' | 'table' | 'operation' | 'sysId') => (request: LoggedRequest) =>
    !parameters.has(name) || request[name] === parameters.get(name);
  const since = Number(parameters.get('since') ?? 0);
  const found = requests
    .all()
    .filter((request) => request.id > since)
    .filter((request) =>
      (['method', 'table', 'operation', 'sysId'] as const).every((name) => is(name)(request)),
    );
  return { requests: found };
};

/** `PUT /webhook {"url", "secret", …}`: see {@link WebhookTarget}. */
export const answerWebhook: ControlAnswer = ({ body }, { webhooks }) => {
  if (Object.keys(body as object).length > 0) webhooks.setTarget(body as WebhookTarget);
  const target = webhooks.target();
  return { target: target === null ? null : { ...target, secret: '(kept)' }, stats: webhooks.stats() };
};
