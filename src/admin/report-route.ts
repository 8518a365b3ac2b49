import { z } from 'zod';
import { type ComplianceRow, complianceOf } from '../evaluate/compliance.ts';
import { csvRow } from '../evaluate/csv.ts';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, clockStates, priorities } from '../vocabulary.ts';
import {
  countCompliance,
  countComplianceBy,
  countTickets,
  type GroupedRow,
  type ReportDimension,
  reportDimensions,
} from './compliance-store.ts';
import { asCsvFile, csvContent } from './csv-answer.ts';
import { wordsOf } from './list-query.ts';
import { checkPeriod, type ReportScope, reportQuery } from './report-query.ts';
import { shown } from './text-schema.ts';

const ReportQuery = z.strictObject({
  ...reportQuery,
  by: wordsOf(reportDimensions).optional().describe('One row for each of these as well.'),
});

const RowJson = z.object({
  month: shown('2026-03').optional(),
  account: shown('Example Telecom').nullable().optional(),
  serviceLine: shown('UCC').nullable().optional(),
  priority: z.enum(priorities),
  clock: z.enum(clockKinds),
  compliance: z
    .number()
    .nullable()
    .meta({
      description: 'met / (met + missed + breached), 0 to 1; null where none is decided.',
      examples: [0.97],
    }),
  counts: z.record(z.enum(clockStates), z.int()),
  superseded: z.int(),
});
type RowJson = z.infer<typeof RowJson>;

const count = z.int();

const Report = z
  .object({
    from: instantText,
    to: instantText,
    tickets: z
      .object({ opened: count, breached: count })
      .describe('Opened in the period, and those of them with a clock that is or was over its target.'),
    rows: z.array(RowJson),
  })
  .meta({ id: 'ComplianceReport' });

/** More than anybody reads; it keeps an answer within a few megabytes. */
const MOST_ROWS = 10_000;

const schema = routeSchema({
  operationId: 'reportCompliance',
  group: 'reports',
  summary: 'Report how the tickets opened in a period did',
  description: 'Per priority and clock, and per month, account or service line if asked for; as JSON or CSV.',
  querystring: ReportQuery,
  response: { 200: csvContent(Report, 'priority,clock,compliance,…\r\ncritical,response,0.9700,…\r\n') },
});

/** `GET /admin/reports/compliance`: how the tickets that were opened in a period did, as JSON or CSV. */
export function registerReports(scope: HttpServer, db: Db): void {
  scope.get('/reports/compliance', { schema }, async (request, reply) => {
    const { by = [], format, ...asked } = request.query;
    checkPeriod(asked);
    const dimensions = reportDimensions.filter((name) => by.includes(name));
    const rows = await readRows(db, asked, dimensions);
    if (format === 'csv') {
      const text = [csvHead(dimensions), ...rows.map((row) => csvLine(row, dimensions))].join('');
      return asCsvFile(reply, 'compliance.csv').send(text);
    }
    const tickets = await countTickets(db, asked);
    return { from: formatInstant(asked.from), to: formatInstant(asked.to), tickets, rows };
  });
}

async function readRows(db: Db, asked: ReportScope, by: readonly ReportDimension[]): Promise<RowJson[]> {
  if (by.length === 0) return (await countCompliance(db, asked)).map((row) => rowJson({ ...row, group: {} }));
  const rows = await countComplianceBy(db, asked, by, MOST_ROWS + 1);
  if (rows.length <= MOST_ROWS) return rows.map(rowJson);
  const message = `gives more than ${MOST_ROWS} rows; narrow the period, or ask for one account`;
  const faults = [{ path: 'by', message }];
  throw new HttpProblem('query-invalid', { detail: `by: ${message}`, members: { faults } });
}

function rowJson(row: GroupedRow): RowJson {
  const { group, priority, kind, counts, superseded } = row;
  const compliance = complianceOf(row satisfies ComplianceRow);
  return { ...(group as object), priority, clock: kind, compliance, counts, superseded };
}

function csvHead(dimensions: readonly ReportDimension[]): string {
  return csvRow([...dimensions, 'priority', 'clock', 'compliance', ...clockStates, 'superseded'], '\r\n');
}

function csvLine(row: RowJson, dimensions: readonly ReportDimension[]): string {
  const group = dimensions.map((name) => row[name] ?? null);
  const share = row.compliance === null ? null : row.compliance.toFixed(4);
  const counts = clockStates.map((state) => row.counts[state]);
  return csvRow([...group, row.priority, row.clock, share, ...counts, row.superseded], '\r\n');
}
