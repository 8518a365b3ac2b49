import { postJson } from './post-client.ts';
import type { TicketAlert } from './ticket-alert.ts';

/** Tells Alertmanager. Throws AlertPushError. */
export type PushAlerts = (alerts: readonly TicketAlert[]) => Promise<void>;

/** One request stays far below what Alertmanager takes at once. */
const BATCH = 200;

/** Pushes alerts to Alertmanager's API, version 2. `url` is where its own pages begin. */
export function makePushAlerts(url: string): PushAlerts {
  const target = { name: 'Alertmanager', setting: 'ALERTMANAGER_URL', url: `${url}/api/v2/alerts` };
  return async (alerts) => {
    for (let start = 0; start < alerts.length; start += BATCH) {
      await postJson(target, alerts.slice(start, start + BATCH));
    }
  };
}
