import type { Instant } from '../time/instant.ts';
import type { StreamData, StreamEventName } from './stream-json.ts';

/** Something that happened, for whoever watches the stream. */
export interface StreamEvent {
  /** Sequence number, growing. */
  readonly id: number;
  readonly event: StreamEventName;
  readonly data: object;
}

type Listener = (event: StreamEvent) => void;

/** What happens, for whoever watches; the latest events are kept for watchers who come back. */
export interface EventFeed {
  publish<Name extends StreamEventName>(event: Name, data: StreamData<Name>): void;
  /** The events after `lastId` that are still kept, oldest first. */
  since(lastId: number): readonly StreamEvent[];
  subscribe(listener: Listener): () => void;
}

/** A watcher who was away for longer reads the lists anew. */
const KEPT_EVENTS = 1000;

/** Numbers begin at the start's instant, so that those of an earlier life of the process are never taken for new ones. */
export function createEventFeed(startedAt: Instant): EventFeed {
  const kept: StreamEvent[] = [];
  const listeners = new Set<Listener>();
  let lastId = startedAt;
  return {
    publish(event, data) {
      lastId += 1;
      const happened = { id: lastId, event, data };
      kept.push(happened);
      if (kept.length > KEPT_EVENTS) kept.shift();
      for (const listener of listeners) listener(happened);
    },
    since: (id) => kept.filter((event) => event.id > id),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
