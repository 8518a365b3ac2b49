import { z } from 'zod';
import { type ComplianceRow, complianceOf } from '../evaluate/compliance.ts';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { clockKinds, clockStates, priorities } from '../vocabulary.ts';
import { instant } from './action-schema.ts';
import { countCompliance } from './compliance-store.ts';
import { instantText } from './ticket-json.ts';

const ReportQuery = z.strictObject({
  from: instant,
  to: instant,
  format: z.enum(['json', 'csv']).default('json'),
});

const RowJson = z.object({
  priority: z.enum(priorities),
  clock: z.enum(clockKinds),
  /** met / (met + missed + breached), 0 to 1; null where none is decided. */
  compliance: z.number().nullable(),
  counts: z.record(z.enum(clockStates), z.number().int()),
  superseded: z.number().int(),
});

const Report = z.object({ from: instantText, to: instantText, rows: z.array(RowJson) });

const csvColumns = ['priority', 'clock', 'compliance', ...clockStates, 'superseded'];

/** `GET /admin/reports/compliance`: how the tickets that were opened in a period did, as JSON or CSV. */
export function registerReports(scope: HttpServer, db: Db): void {
  const response = {
    200: {
      content: { 'application/json': { schema: Report }, 'text/csv': { schema: z.string() } },
    },
  };
  const schema = { tags: ['reports'], querystring: ReportQuery, response };
  scope.get('/reports/compliance', { schema }, async (request, reply) => {
    const { from, to, format } = request.query;
    if (to <= from) throw new HttpProblem('query-invalid', { detail: 'to: must be later than from' });
    const rows = (await countCompliance(db, { from, to })).map(rowJson);
    if (format === 'csv') {
      const lines = [csvColumns.join(','), ...rows.map(csvLine)].join('\r\n');
      reply.header('content-disposition', 'attachment; filename="compliance.csv"');
      return reply
        .type('text/csv; charset=utf-8')
        .serializer((text: unknown) => String(text))
        .send(`${lines}\r\n`);
    }
    return { from: formatInstant(from), to: formatInstant(to), rows };
  });
}

function rowJson(row: ComplianceRow): z.infer<typeof RowJson> {
  const { priority, kind, counts, superseded } = row;
  return { priority, clock: kind, compliance: complianceOf(row), counts, superseded };
}

/** Every cell is a word of ours or a number, so nothing needs quoting. */
function csvLine(row: z.infer<typeof RowJson>): string {
  const share = row.compliance === null ? '' : row.compliance.toFixed(4);
  const counts = clockStates.map((state) => row.counts[state]);
  return [row.priority, row.clock, share, ...counts, row.superseded].join(',');
}
