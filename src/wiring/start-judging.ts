import type { Parts } from '../app.ts';
import type { RejudgeJob } from '../clocks/rejudge-job.ts';
import { SECOND_MS } from '../time/instant.ts';

/** The instance is waited for no longer than this. */
const PATIENCE_MS = 5 * SECOND_MS;

/**
 * Starts judging what fell due, and what changed rules concern, once every table has been polled. It is then judged by
 * what the records say now: a step cannot be taken back that is raised because nobody had looked yet.
 */
export function startJudging(
  { deadlines, time, releasers }: Parts,
  rejudging: RejudgeJob,
  firstPolls: readonly Promise<unknown>[],
): void {
  let isPending = true;
  const begin = (): void => {
    if (!isPending) return;
    isPending = false;
    deadlines.start();
    rejudging.start();
  };
  const cancel = time.after(PATIENCE_MS, begin);
  void Promise.all(firstPolls).then(begin);
  releasers.add('deadline watch', () => {
    isPending = false;
    cancel();
    return deadlines.stop();
  });
  releasers.add('judging anew', () => rejudging.stop());
}
