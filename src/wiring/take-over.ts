import type { Parts } from '../app.ts';
import { createRepeatedJob } from '../schedule/repeated-job.ts';
import { SECOND_MS } from '../time/instant.ts';

/** Looks every second for deliveries whose process died. The embedded engine has one process and does so when it opens. */
export function startTakingOver({ database, queue, time, logger, releasers }: Parts): void {
  if (database.engine === 'pglite') return;
  const takingOver = createRepeatedJob({
    time,
    pauseMs: SECOND_MS,
    run: () => queue.takeOver(),
    onError: (err) => logger.error({ err }, 'deliveries of a process that died could not be looked for'),
  });
  takingOver.start();
  releasers.add('taking over', () => takingOver.stop());
}
