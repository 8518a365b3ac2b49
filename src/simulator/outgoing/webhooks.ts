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

export function createWebhookSender(parts: WebhookParts): WebhookSender {
  const { random } = parts;
  const stats = { announced: 0, lost: 0, accepted: 0, failed: 0 };
  const outlet = createOutlet(parts, (isAccepted) => {
    if (isAccepted) stats.accepted += 1;
    else stats.failed += 1;
  });
  return {
    setTarget: outlet.setTarget,
    target: outlet.target,
    announce(change) {
      const target = outlet.target();
      if (target === null || !(target.tables ?? TASK_TABLES).includes(change.table)) return;
      stats.announced += 1;
      if (random.chance(target.lossProbability ?? 0)) {
        stats.lost += 1;
        return;
      }
      const eventId = parts.mintEventId();
      const announcement = { eventId, body: JSON.stringify(thinPayload(eventId, change)), attempt: 1 };
      const copies = random.chance(target.repeatProbability ?? 0) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        outlet.queue(announcement, random.next() * (target.delayMs ?? 0));
      }
    },
    stats: () => ({ ...stats, waiting: outlet.waiting() }),
  };
}

interface Outlet {
  setTarget(target: WebhookTarget | null): void;
  target(): WebhookTarget | null;
  queue(announcement: Announcement, delayMs: number): void;
  waiting(): number;
}

/** Sends what is queued, a few at a time; `finished` learns what became of each in the end. */
function createOutlet({ clock, time }: WebhookParts, finished: (isAccepted: boolean) => void): Outlet {
  let target: WebhookTarget | null = null;
  const waiting: Announcement[] = [];
  let inFlight = 0;
  const send = async (to: WebhookTarget, announcement: Announcement): Promise<void> => {
    inFlight += 1;
    const isAccepted = await post(to, announcement, clock.now());
    inFlight -= 1;
    const isLast = isAccepted || announcement.attempt >= (to.attempts ?? 1);
    if (isLast) finished(isAccepted);
    else queue({ ...announcement, attempt: announcement.attempt + 1 }, RETRY_AFTER_MS);
    drain();
  };
  const drain = (): void => {
    while (target !== null && waiting.length > 0 && inFlight < CONNECTIONS_PER_HOST) {
      void send(target, waiting.shift()!);
    }
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
    queue,
    waiting: () => waiting.length + inFlight,
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
