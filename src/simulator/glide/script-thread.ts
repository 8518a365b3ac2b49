import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { GlidePort, OutgoingReply, OutgoingRequest } from './glide-port.ts';
import type { CurrentRecord } from './glide-record.ts';
import type { ScriptFile } from './script-scope.ts';

/** Runs scripts that wait for the network, one after the other, on a thread of their own. */
export interface ScriptThread {
  run(script: ScriptFile, change?: CurrentRecord): Promise<void>;
  close(): Promise<void>;
}

export interface ScriptThreadParts {
  readonly port: Omit<GlidePort, 'send'>;
  send(request: OutgoingRequest): Promise<OutgoingReply>;
  readonly includes: readonly ScriptFile[];
}

/** What the thread asks for: a method of {@link GlidePort} with its arguments. */
export interface Call {
  readonly method: keyof GlidePort;
  readonly args: readonly unknown[];
}

export type CallAnswer = { readonly value: unknown } | { readonly error: string };

/** A script to be run; the thread answers with null, or with what it threw. */
export interface Order {
  readonly script: ScriptFile;
  readonly change: CurrentRecord | undefined;
}

export interface ThreadData {
  readonly calls: MessagePort;
  /** Is set to 1 when an answer lies in `calls`. */
  readonly answered: SharedArrayBuffer;
  readonly includes: readonly ScriptFile[];
}

/**
 * Scripts wait for answers, and the receiver may live in this very process: so they run on a thread, which asks this
 * one for everything it needs and sleeps until it has it.
 */
export function startScriptThread({ port, send, includes }: ScriptThreadParts): ScriptThread {
  const answered = new SharedArrayBuffer(4);
  const { port1: calls, port2: theirs } = new MessageChannel();
  const methods: Record<string, (...args: never[]) => unknown> = { ...port, send };
  calls.on('message', async ({ method, args }: Call) => {
    const answer: CallAnswer = await Promise.resolve()
      .then(() => methods[method]!(...(args as never[])))
      .then((value) => ({ value }))
      .catch((error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
    calls.postMessage(answer);
    const flag = new Int32Array(answered);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
  const workerData: ThreadData = { calls: theirs, answered, includes };
  const worker = new Worker(new URL('./script-worker.ts', import.meta.url), {
    workerData,
    transferList: [theirs],
  });
  worker.unref();
  calls.unref();
  return {
    run: queued((script, change) => order(worker, { script, change })),
    async close() {
      await worker.terminate();
      calls.close();
    },
  };
}

function order(worker: Worker, order: Order): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', (failure: string | null) => {
      if (failure === null) resolve();
      else reject(new Error(failure));
    });
    worker.postMessage(order);
  });
}

/** Each call begins when the one before has ended, however that ended. */
function queued(run: ScriptThread['run']): ScriptThread['run'] {
  let last: Promise<unknown> = Promise.resolve();
  return (script, change) => {
    const mine = last.then(() => run(script, change));
    last = mine.catch(() => {});
    return mine;
  };
}
