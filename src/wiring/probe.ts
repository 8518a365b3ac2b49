import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import { probeInstance } from '../servicenow/probe-client.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Logger } from '../telemetry/logger.ts';

/**
 * Says once, in plain words, what the account may do and how the instance behaves: as soon as the instance answers, for
 * before that there is nothing to ask.
 */
export function createProbe(
  client: TableClient,
  mapping: ServiceNowMapping,
  logger: Logger,
): { afterGoodTurn(): void } {
  let isDone = false;
  const probe = async (): Promise<void> => {
    for (const { check, status, message } of await probeInstance(client, mapping)) {
      if (status === 'pass') logger.debug({ check }, message);
      else if (status === 'unknown') logger.info({ check }, message);
      else logger.warn({ check, status }, message);
    }
  };
  return {
    afterGoodTurn() {
      if (isDone) return;
      isDone = true;
      probe().catch((err) => {
        isDone = false;
        logger.debug({ err }, 'the instance could not be probed; it is tried again after the next poll');
      });
    },
  };
}
