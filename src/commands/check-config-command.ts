import { ConfigError, collectFaults, type FileFaults } from '../config/faults.ts';
import { readConfigFile } from '../config/read-config-file.ts';
import { describePolicy, type Section } from '../policy/describe-policy.ts';
import { loadPolicy } from '../policy/load-policy.ts';
import { ServiceNowMapping } from '../servicenow/mapping.ts';
import { systemTime, type TimeSource } from '../time/time-source.ts';
import { type CommandSurroundings, exitCodes } from './command.ts';
import { findRuleFiles } from './config-files.ts';
import { describeMapping } from './describe-mapping.ts';
import { readArguments, takeNone } from './read-arguments.ts';
import { writeText } from './text-streams.ts';

export const usage = `Usage: sla-bridge check-config [--policy FILE] [--calendars FILE] [--servicenow FILE]

Says in plain words what was understood of the policy, the calendars and the ServiceNow mapping. Where something is
wrong it names every fault of every file, with what to do about it, and the exit code is 78.

  --policy FILE       the rules (default: the service's policy.yaml); calendars.yaml beside it is used if there is one
  --calendars FILE    opening hours (default: the service's calendars.yaml)
  --servicenow FILE   what the instance's fields and values mean (default: the service's servicenow.yaml)
  --help              this text
`;

const options = {
  policy: { type: 'string' },
  calendars: { type: 'string' },
  servicenow: { type: 'string' },
} as const;

/** `sla-bridge check-config`. Throws {@link ConfigError} with every fault of every file. */
export async function run(
  args: readonly string[],
  around: CommandSurroundings,
  time: TimeSource = systemTime,
): Promise<number> {
  const { values, positionals } = readArguments(args, options);
  takeNone(positionals);
  const files = findRuleFiles(around.env, values.policy ?? null);
  const calendarsFile = values.calendars ?? files.calendars;
  const mappingFile = values.servicenow ?? files.serviceNow;
  const found: FileFaults[] = [];
  const policy = collectFaults(found, () => loadPolicy(files.policy, calendarsFile));
  const mapping = collectFaults(found, () => readConfigFile(mappingFile, ServiceNowMapping));
  if (policy === null || mapping === null) throw new ConfigError(found);
  const read = `Read ${files.policy}, ${calendarsFile} and ${mappingFile}: no faults.\n`;
  const sections = [...describePolicy(policy, time.now()), ...describeMapping(mapping)];
  await writeText(around.stdout, [read, ...sections.map(sectionText)].join('\n'));
  return exitCodes.done;
}

function sectionText({ heading, sentences }: Section): string {
  return [heading, ...sentences.map((sentence) => `  ${sentence}`), ''].join('\n');
}
