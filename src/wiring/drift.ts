import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import type { OtherClock } from '../clocks/drift.ts';
import { rememberCalendars } from '../clocks/drift-hypotheses.ts';
import { compareClocks, type DriftJobParts, type OtherSide } from '../clocks/drift-job.ts';
import { loadOpenTickets, loadTicketsOf, saveDriftRun } from '../clocks/drift-store.ts';
import { calendarByName } from '../explanation/policy-line.ts';
import { startIdScan } from '../intake/page-scan.ts';
import { walkRecords } from '../intake/scan-client.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import { choosePolicy } from '../policy/policy.ts';
import { type CronJob, createCronJob } from '../schedule/cron-job.ts';
import type { BaseFilter } from '../servicenow/base-filter.ts';
import { listEnabledTables, type ServiceNowMapping } from '../servicenow/mapping.ts';
import type { ServiceNowRecord } from '../servicenow/record.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import {
  readSlaDefinition,
  readTaskSla,
  type SlaDefinition,
  slaDefinitionFields,
  taskSlaFields,
  taskSlasOf,
} from '../servicenow/task-sla.ts';
import type { OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { buildTimeline } from '../tickets/build-timeline.ts';
import { loadTicket } from '../tickets/ticket-store.ts';
import { loadVersions } from '../tickets/version-store.ts';
import { DAY_MS, type Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import type { ClockKind } from '../vocabulary.ts';

export interface DriftWiring {
  readonly database: OpenDatabase;
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly mapping: ServiceNowMapping;
  readonly policy: LoadedPolicy;
  readonly metrics: Pick<Metrics, 'slaDiscrepancies'>;
  readonly logger: Pick<Logger, 'error' | 'warn' | 'info'>;
  readonly time: TimeSource;
  /** The instance's clock. */
  now(): Instant;
}

/** Finished rows are compared for so long after their last change. */
const FINISHED_MS = 7 * DAY_MS;

/** Whether any SLA definition of the instance is mapped to a clock. */
export function isDriftOn(mapping: ServiceNowMapping): boolean {
  return Object.keys(mapping.drift.definitions).length > 0;
}

/** The job that compares our clocks with the instance's own, by the schedule of servicenow.yaml; one replica at a time. */
export function connectDrift(wiring: DriftWiring): CronJob {
  const { database, mapping, logger } = wiring;
  const parts = driftParts(wiring);
  const { everyMinutes } = mapping.drift;
  return createCronJob({
    name: 'drift',
    expression: everyMinutes === 60 ? '0 * * * *' : `*/${everyMinutes} * * * *`,
    async run(signal) {
      await runExclusively(database, 'drift', async () => {
        await compareClocks(parts, signal);
      });
    },
    onError: (err) => logger.error({ err }, "the clocks could not be compared with ServiceNow's own"),
  });
}

function driftParts(wiring: DriftWiring): DriftJobParts {
  const { database, mapping, policy, metrics, logger } = wiring;
  const { db } = database;
  const tables = listEnabledTables(mapping);
  return {
    now: wiring.now,
    readTheirs: (signal) => readTheirs(wiring, signal),
    loadOpenTickets: (afterId, limit) => loadOpenTickets(db, afterId, limit),
    loadTicketsOf: (sysIds) => loadTicketsOf(db, tables, sysIds),
    async loadTimeline(ticketId) {
      const ticket = await loadTicket(db, ticketId);
      const versions = (await loadVersions(db, [ticketId])).get(ticketId) ?? [];
      return buildTimeline(ticket.openedAt, versions, ticket.deletedAt);
    },
    policyFor: (serviceLine) => choosePolicy(policy.policies, serviceLine).clocks,
    calendars: calendarsOf(policy),
    makeCalendar: rememberCalendars(),
    async save(run) {
      for (const { clock, kind } of await saveDriftRun(db, run))
        metrics.slaDiscrepancies.inc({ clock, kind });
      const { unknownDefinitions, compared, findings } = run;
      if (unknownDefinitions.length > 0)
        logger.warn(
          { unknownDefinitions },
          'SLA definitions of servicenow.yaml are not known to the instance',
        );
      logger.info({ compared, different: findings.length }, "clocks were compared with ServiceNow's own");
    },
  };
}

function calendarsOf(policy: LoadedPolicy): Map<string, CalendarDefinition> {
  const names = Object.keys(policy.calendarsFile.calendars);
  return new Map(names.map((name) => [name, calendarByName(policy, name)]));
}

/** Reads the instance's SLA definitions, and what it says of records by those that are mapped to a clock. */
async function readTheirs(wiring: DriftWiring, signal: AbortSignal): Promise<OtherSide> {
  const { definitions: kinds } = wiring.mapping.drift;
  const known: SlaDefinition[] = [];
  await eachRecord(wiring, 'contract_sla', slaDefinitionFields, null, signal, (record) =>
    known.push(readSlaDefinition(record)),
  );
  const kindOf = ({ sysId, name }: SlaDefinition): ClockKind | undefined => kinds[sysId] ?? kinds[name];
  const mapped = new Map(
    known.filter((one) => kindOf(one) !== undefined).map((definition) => [definition.sysId, definition]),
  );
  const expected = new Set([...mapped.values()].map((one) => `${one.table} ${kindOf(one)}`));
  return {
    rows: await readRows(wiring, mapped, (definition) => kindOf(definition)!, signal),
    isExpected: (table, kind) => expected.has(`${table} ${kind}`),
    unknownDefinitions: Object.keys(kinds).filter(
      (key) => !known.some(({ sysId, name }) => sysId === key || name === key),
    ),
  };
}

async function readRows(
  wiring: DriftWiring,
  definitions: ReadonlyMap<string, SlaDefinition>,
  kindOf: (definition: SlaDefinition) => ClockKind,
  signal: AbortSignal,
): Promise<Map<string, OtherClock[]>> {
  const rows = new Map<string, OtherClock[]>();
  if (definitions.size === 0) return rows;
  const base = taskSlasOf([...definitions.keys()], wiring.now() - FINISHED_MS);
  await eachRecord(wiring, 'task_sla', taskSlaFields, base, signal, (record) => {
    const sla = readTaskSla(record);
    const definition = definitions.get(sla.definitionSysId);
    if (definition === undefined) return;
    const row = { ...sla, definition, kind: kindOf(definition) };
    const ofRecord = rows.get(sla.taskSysId);
    if (ofRecord === undefined) rows.set(sla.taskSysId, [row]);
    else ofRecord.push(row);
  });
  return rows;
}

async function eachRecord(
  { client, time, mapping }: DriftWiring,
  table: string,
  fields: readonly string[],
  base: BaseFilter | null,
  signal: AbortSignal,
  take: (record: ServiceNowRecord) => unknown,
): Promise<void> {
  const { pageSize } = mapping.instance;
  const request = { client, time, table, base, fields, pageSize, signal };
  for await (const { records } of walkRecords(request, startIdScan(null))) {
    for (const record of records) take(record);
  }
}
