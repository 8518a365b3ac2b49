import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** Of the rules, what Grafana needs of them. */
interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

const DATASOURCE = 'prometheus';

/** Where the service shows runbooks unless it is told otherwise: Grafana's templates cannot ask it, as Prometheus' can. */
const RUNBOOKS = 'http://localhost:3000/runbooks';

/** The alerts of Prometheus as rules that Grafana judges itself, for those who let Grafana alert. One source, two forms. */
export function buildAlertRules(rulesFolder: string): object {
  const files = readdirSync(rulesFolder).filter((file) => file.endsWith('.yaml'));
  const groups = files
    .sort()
    .flatMap((file) => (parse(readFileSync(path.join(rulesFolder, file), 'utf8')) as RuleFile).groups)
    .map(({ name, rules }) => ({
      orgId: 1,
      name,
      folder: 'sla-bridge',
      interval: '1m',
      rules: rules.filter((rule) => rule.alert !== undefined).map(grafanaRule),
    }))
    .filter(({ rules }) => rules.length > 0);
  return { apiVersion: 1, groups };
}

function grafanaRule(rule: Rule): object {
  return {
    uid: kebab(rule.alert!),
    title: rule.alert,
    condition: 'B',
    data: [
      {
        refId: 'A',
        relativeTimeRange: { from: 600, to: 0 },
        datasourceUid: DATASOURCE,
        model: { refId: 'A', expr: rule.expr.trim(), instant: true },
      },
      {
        refId: 'B',
        datasourceUid: '__expr__',
        // The query answers with series exactly where the alert is to fire, whatever their value is.
        model: { refId: 'B', type: 'math', expression: 'is_number($A)' },
      },
    ],
    // No answer means that nothing is wrong; silence of the service has alerts of its own.
    noDataState: 'OK',
    execErrState: 'Error',
    for: rule.for ?? '0s',
    ...(rule.keep_firing_for === undefined ? {} : { keepFiringFor: rule.keep_firing_for }),
    labels: rule.labels,
    annotations: Object.fromEntries(
      Object.entries(rule.annotations ?? {}).map(([name, text]) => [
        name,
        name === 'runbook_url' ? `${RUNBOOKS}/${rule.alert}` : text.replaceAll('$value', '$values.A.Value'),
      ]),
    ),
  };
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
