import { comparisonCsvReport, comparisonJsonLinesReport } from './comparison-lines.ts';
import { comparisonSummaryJsonReport, comparisonSummaryReport } from './comparison-summary.ts';
import { csvReport } from './csv-report.ts';
import { jsonLinesReport } from './json-lines-report.ts';
import type { Report, ReportFormat } from './report.ts';
import { summaryJsonReport, summaryReport } from './summary-report.ts';

/** What `evaluate` prints, by format. */
export const verdictReports: Record<ReportFormat, () => Report> = {
  jsonl: jsonLinesReport,
  summary: summaryReport,
  csv: csvReport,
  json: summaryJsonReport,
};

/** What `evaluate --compare` prints, by format. */
export const comparisonReports: Record<ReportFormat, () => Report> = {
  jsonl: comparisonJsonLinesReport,
  summary: comparisonSummaryReport,
  csv: comparisonCsvReport,
  json: comparisonSummaryJsonReport,
};
