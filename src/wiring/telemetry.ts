import type { Environment } from '../config/environment.ts';
import { collectSecrets } from '../config/environment-secret.ts';
import { listEnabledTables, type ServiceNowMapping } from '../servicenow/mapping.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { createMetrics, type Telemetry } from '../telemetry/metrics.ts';

export interface TelemetryInput {
  readonly environment: Environment;
  readonly mapping: ServiceNowMapping;
  readonly version: string;
  /** Where log lines go, and whether people read them there. */
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Opens metrics and log. Whatever secret the environment holds is blanked out of every line, and the lines are counted. */
export function openTelemetry(input: TelemetryInput): { telemetry: Telemetry; logger: Logger } {
  const { environment, mapping, version, output } = input;
  const tables = listEnabledTables(mapping);
  const telemetry = createMetrics({ version, revision: environment.revision, tables });
  const logger = createLogger({
    level: environment.logLevel,
    destination: output,
    isTerminal: output.isTTY === true,
    secrets: collectSecrets(environment),
    onLine: (level) => telemetry.metrics.logMessages.inc({ level }),
  });
  return { telemetry, logger };
}
