import type { InSlot } from '../outbox/slots.ts';
import { breathe } from '../time/time-source.ts';

interface Waiting<Key, Answer> {
  readonly key: Key;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Makes one call of many: keys that are asked for at about the same moment are answered together, so that a hundred
 * deliveries under way cost one request and one statement where each by itself would cost a hundred. An `Error` among
 * the answers is for its key alone; what `answerAll` throws is for all of them. Where answers are given in slots, what
 * is asked while none is free is gathered too.
 */
export function gatherCalls<Key, Answer>(
  answerAll: (keys: readonly Key[]) => Promise<readonly (Answer | Error)[]>,
  inSlot: InSlot = (work) => work(),
): (key: Key) => Promise<Answer> {
  let waiting: Waiting<Key, Answer>[] = [];

  const answer = async (): Promise<void> => {
    await breathe();
    const calls = waiting;
    waiting = [];
    try {
      const answers = await answerAll(calls.map((call) => call.key));
      calls.forEach((call, index) => {
        const answer = answers[index] as Answer | Error;
        if (answer instanceof Error) call.reject(answer);
        else call.resolve(answer);
      });
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) void inSlot(answer);
      waiting.push({ key, resolve, reject });
    });
}
