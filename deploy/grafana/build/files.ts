import path from 'node:path';
import { stringify } from 'yaml';
import { buildAlertRules } from './alert-rules.ts';
import { buildDashboard } from './dashboard.ts';
import { overview } from './overview.ts';
import { runtime } from './runtime.ts';
import { serviceNow } from './servicenow.ts';
import { sla } from './sla.ts';
import { sync } from './sync.ts';

export const specifications = [overview, sla, sync, serviceNow, runtime];

const deploy = path.resolve(import.meta.dirname, '../..');

/** Every file that is built, by its path below `deploy/`. */
export function buildFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const specification of specifications) {
    const text = `${JSON.stringify(buildDashboard(specification), null, 2)}\n`;
    files.set(`grafana/dashboards/${specification.uid}.json`, text);
  }
  const rules = buildAlertRules(path.join(deploy, 'prometheus/rules'));
  const head = '# Built from prometheus/rules by `node deploy/grafana/build/write.ts`; change it there.\n';
  files.set('grafana/alerting/rules.yaml', `${head}${stringify(rules, { lineWidth: 0 })}`);
  return files;
}
