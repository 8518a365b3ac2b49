import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { GlidePort } from './glide-port.ts';
import { openScriptScope } from './script-scope.ts';
import type { Call, CallAnswer, Order, ThreadData } from './script-thread.ts';

const { calls, answered, includes } = workerData as ThreadData;
const flag = new Int32Array(answered);

/** Asks the other thread, and sleeps until it has answered. */
function ask(method: keyof GlidePort, args: readonly unknown[]): unknown {
  Atomics.store(flag, 0, 0);
  calls.postMessage({ method, args } satisfies Call);
  Atomics.wait(flag, 0, 0);
  const answer = receiveMessageOnPort(calls)!.message as CallAnswer;
  if ('error' in answer) throw new Error(answer.error);
  return answer.value;
}

const port = new Proxy({} as GlidePort, {
  get:
    (_, method) =>
    (...args: unknown[]) =>
      ask(method as keyof GlidePort, args),
});

const scope = openScriptScope(port, includes);

parentPort!.on('message', ({ script, change }: Order) => {
  let failure: string | null = null;
  try {
    scope.run(script, change);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  parentPort!.postMessage(failure);
});
