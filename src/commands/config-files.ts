import { existsSync } from 'node:fs';
import path from 'node:path';
import { settings } from '../config/environment-settings.ts';

/** Where the service's rules are read from. */
export interface RuleFiles {
  readonly policy: string;
  readonly calendars: string;
  readonly serviceNow: string;
}

const Variables = settings.pick({
  CONFIG_DIR: true,
  POLICY_FILE: true,
  CALENDARS_FILE: true,
  SERVICENOW_FILE: true,
});

/**
 * The files that the service itself would read in this environment, whatever else is wrong with it. `policyFile` takes
 * the place of the policy; calendars beside it come with it.
 */
export function findRuleFiles(
  env: Readonly<Record<string, string | undefined>>,
  policyFile: string | null = null,
): RuleFiles {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const read = Variables.parse(given);
  const inConfigDir = (name: string): string => path.join(read.CONFIG_DIR, name);
  const calendars = read.CALENDARS_FILE ?? inConfigDir('calendars.yaml');
  return {
    policy: policyFile ?? read.POLICY_FILE ?? inConfigDir('policy.yaml'),
    calendars: policyFile === null ? calendars : (calendarsBeside(policyFile) ?? calendars),
    serviceNow: read.SERVICENOW_FILE ?? inConfigDir('servicenow.yaml'),
  };
}

function calendarsBeside(policyFile: string): string | null {
  const beside = path.join(path.dirname(policyFile), 'calendars.yaml');
  return existsSync(beside) ? beside : null;
}
