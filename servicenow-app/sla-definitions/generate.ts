// Run from the project's folder: npx node servicenow-app/sla-definitions/generate.ts
// CONFIG_DIR says where the rules are, as for the service.
import { writeFileSync } from 'node:fs';
import { planFromConfiguration } from './sources.ts';
import { writeDriftDefinitions, writeFluent } from './write-fluent.ts';

const { slas, schedules } = planFromConfiguration(process.env);
writeFileSync(new URL('../src/fluent/sla-definitions.now.ts', import.meta.url), writeFluent(slas, schedules));
process.stdout.write(
  `${slas.length} SLA definitions. For servicenow.yaml:\n\n${writeDriftDefinitions(slas)}`,
);
