import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { metricDeclarations } from '../../src/telemetry/metric-declarations.ts';

export const deployFolder = path.resolve(import.meta.dirname, '../../deploy');
export const rulesFolder = path.join(deployFolder, 'prometheus/rules');

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url: string;
  };
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly (AlertRule | RecordingRule)[];
  }[];
}

export interface UnitTest {
  readonly name: string;
  readonly promql_expr_test: readonly { readonly expr: string; readonly exp_samples: readonly unknown[] }[];
}

export function listYaml(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.yaml'));
}

export function readRules(): (AlertRule | RecordingRule)[] {
  return listYaml(rulesFolder)
    .map((file) => parse(readFileSync(path.join(rulesFolder, file), 'utf8')) as RuleFile)
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
}

export function readAlerts(): AlertRule[] {
  return readRules().filter((rule): rule is AlertRule => 'alert' in rule);
}

export function readUnitTests(): UnitTest[] {
  const folder = path.join(deployFolder, 'prometheus/tests');
  return listYaml(folder).flatMap(
    (file) => (parse(readFileSync(path.join(folder, file), 'utf8')) as { tests: UnitTest[] }).tests,
  );
}

/** Names of our own metrics and recorded series in a query, the parts of histograms as the histogram's name. */
export function metricsIn(query: string): string[] {
  const withoutTexts = query.replace(/"[^"]*"/g, '""');
  const names = withoutTexts.match(/\b(job:)?(slabridge|http|process|nodejs)_[\w:]+/g) ?? [];
  return [...new Set(names.map(baseName))];
}

function baseName(name: string): string {
  const base = name.replace(/_(bucket|count|sum)$/, '');
  return declaredNames.has(base) ? base : name;
}

export const declaredNames: ReadonlySet<string> = new Set(
  Object.values(metricDeclarations).map(({ name }) => name),
);
