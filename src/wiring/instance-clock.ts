import { readStoredSkew, storeSkew } from '../servicenow/instance-clock-store.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Db } from '../store/database.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';

/** The clock by which SLAs are judged: the instance's. */
export interface InstanceClock {
  now(): Instant;
  /** Writes down how far it is from ours, if that has changed notably. Called before anything is judged by it. */
  remember(): Promise<void>;
  stop(): void;
}

const REMEMBER_EVERY_MS = 10 * SECOND_MS;
/** A smaller change is not worth writing down. */
const NOTABLE_CHANGE_MS = SECOND_MS;
const REMEMBER_AT_LEAST_EVERY_MS = 10 * MINUTE_MS;

/**
 * Our clock, corrected by what the instance's answers say of its own. Until it has answered once since the start, the
 * correction of last time holds: judging stored tickets by a wrong clock would raise what is not due.
 */
export async function openInstanceClock(
  db: Db,
  client: TableClient,
  time: TimeSource,
): Promise<InstanceClock> {
  const storedSkewMs = await readStoredSkew(db);
  let rememberedMs = storedSkewMs;
  let rememberedAt = time.now();
  let cancel: Cancel = () => {};
  let isStopped = false;

  const skewMs = (): number => (client.state().lastGoodAt === null ? storedSkewMs : client.skewMs());
  const remember = async (): Promise<void> => {
    const current = skewMs();
    const isDue = time.now() - rememberedAt > REMEMBER_AT_LEAST_EVERY_MS;
    if (Math.abs(current - rememberedMs) < NOTABLE_CHANGE_MS && !isDue) return;
    await storeSkew(db, current, time.now());
    rememberedMs = current;
    rememberedAt = time.now();
  };
  const schedule = (): void => {
    if (isStopped) return;
    cancel = time.after(
      REMEMBER_EVERY_MS,
      () =>
        void remember()
          .catch(() => {})
          .then(schedule),
    );
  };
  schedule();
  return {
    now: () => time.now() + skewMs(),
    remember,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
