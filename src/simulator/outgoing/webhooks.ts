import { cell } from '../database/row.ts';
import type { Change } from '../instance/instance.ts';
import type { Random } from '../random.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { signWebhook } from './webhook-signature.ts';

/** Where changes are announced, and how reliably. */
export interface WebhookTarget {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** Tables whose changes are announced; default the task tables. */
  readonly tables?: readonly string[];
  /** Chance that an announcement is never sent. */
  readonly lossProbability?: number;
  /** Chance that it is sent twice. */
  readonly repeatProbability?: number;
  /** Each waits up to this long first, in milliseconds, so that they overtake each other. */
  readonly delayMs?: number;
  /** How often one is tried in all; default once, as an instance does without further ado. */
  readonly attempts?: number;
}

/** Tells a target of each change, with a thin payload: a hint to look again. */
export interface WebhookSender {
  setTarget(target: WebhookTarget | null): void;
  target(): WebhookTarget | null;
  announce(change: Change): void;
  stats(): WebhookStats;
}

export interface WebhookStats {
  readonly announced: number;
  readonly lost: number;
  readonly accepted: number;
  readonly failed: number;
  readonly waiting: number;
}

export interface WebhookParts {
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
  readonly random: Random;
  readonly mintEventId: () => string;
}

interface Announcement {
  readonly eventId: string;
  readonly body: string;
  readonly attempt: number;
}

/** An instance opens no more connections to one host. */
const CONNECTIONS_PER_HOST = 4;
const RETRY_AFTER_MS = 1000;
const TASK_TABLES = ['sn_customerservice_case', 'incident', 'problem', 'change_request'];

export function createWebhookSender({ clock, time, random, mintEventId }: WebhookParts): WebhookSender {
  let target: WebhookTarget | null = null;
  const waiting: Announcement[] = [];
  let inFlight = 0;
  const stats = { announced: 0, lost: 0, accepted: 0, failed: 0 };

  const drain = (): void => {
    while (target !== null && inFlight < CONNECTIONS_PER_HOST) {
      const next = waiting.shift();
      if (next === undefined) return;
      inFlight += 1;
      void post(target, next, clock.now()).then((isAccepted) => {
        inFlight -= 1;
        finish(next, isAccepted);
        drain();
      });
    }
  };
  const finish = (announcement: Announcement, isAccepted: boolean): void => {
    if (isAccepted) stats.accepted += 1;
    else if (announcement.attempt >= (target?.attempts ?? 1)) stats.failed += 1;
    else queue({ ...announcement, attempt: announcement.attempt + 1 }, RETRY_AFTER_MS);
  };
  const queue = (announcement: Announcement, delayMs: number): void => {
    const enter = (): void => {
      waiting.push(announcement);
      drain();
    };
    if (delayMs > 0) time.after(delayMs, enter);
    else enter();
  };
  return {
    setTarget(next) {
      target = next;
      if (next === null) waiting.length = 0;
    },
    target: () => target,
    announce(change) {
      if (target === null || !(target.tables ?? TASK_TABLES).includes(change.table)) return;
      stats.announced += 1;
      if (random.chance(target.lossProbability ?? 0)) {
        stats.lost += 1;
        return;
      }
      const eventId = mintEventId();
      const announcement = { eventId, body: JSON.stringify(thinPayload(eventId, change)), attempt: 1 };
      const times = random.chance(target.repeatProbability ?? 0) ? 2 : 1;
      for (let time = 0; time < times; time += 1) queue(announcement, random.next() * (target.delayMs ?? 0));
    },
    stats: () => ({ ...stats, waiting: waiting.length + inFlight }),
  };
}

function thinPayload(eventId: string, { table, sysId, operation, row }: Change): Record<string, string> {
  return {
    event_id: eventId,
    table,
    sys_id: sysId,
    operation,
    sys_mod_count: cell(row, 'sys_mod_count'),
    sys_updated_on: cell(row, 'sys_updated_on'),
  };
}

/** Whether the target took it. */
async function post(target: WebhookTarget, { eventId, body }: Announcement, now: number): Promise<boolean> {
  const timestamp = String(Math.floor(now / 1000));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'ServiceNow/1.0',
    'x-snc-integration-source': '5f1a2b3c4d5e6f708192a3b4c5d6e7f8',
    'webhook-id': eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signWebhook(target.secret, eventId, timestamp, body),
  };
  try {
    const response = await fetch(target.url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
