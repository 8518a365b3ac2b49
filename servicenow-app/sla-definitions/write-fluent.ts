import type { SlaPlan } from './plan.ts';
import type { SchedulePlan } from './schedule.ts';

const HEAD = `// Written by servicenow-app/sla-definitions/generate.ts from the configuration of sla-bridge; do not edit.
// All definitions are inactive: activate those that you want to have compared.
`;

/** The targets that the instance tells apart. */
const TARGETS = { response: 'response', troubleshoot: null, fix: 'resolution' } as const;

/** Writes schedules and definitions as source of the application. `schedules` goes by the calendars' names. */
export function writeFluent(slas: readonly SlaPlan[], schedules: ReadonlyMap<string, SchedulePlan>): string {
  const used = [...schedules].filter(([calendar]) => slas.some((sla) => sla.calendar === calendar));
  const imports = used.length === 0 ? 'Sla' : 'Record, Sla';
  return [
    HEAD,
    `import { ${imports} } from '@servicenow/sdk/core';\n`,
    ...used.map(([, schedule]) => writeSchedule(schedule)),
    ...slas.map((sla) => writeSla(sla, schedules.get(sla.calendar) ?? null)),
  ].join('\n');
}

/** Lines for `drift.definitions` of servicenow.yaml: which definition measures which clock. */
export function writeDriftDefinitions(slas: readonly SlaPlan[]): string {
  const lines = new Set(slas.map(({ name, clock }) => `    ${JSON.stringify(name)}: ${clock}\n`));
  return `drift:\n  definitions:\n${[...lines].join('')}`;
}

function writeSchedule({ key, name, entries }: SchedulePlan): string {
  const schedule = `const ${variableOf(key)} = Record({
  $id: Now.ID[${quote(key)}],
  table: 'cmn_schedule',
  data: {
    name: ${quote(name)},
    // The time zone is the one of the SLA that uses it.
    time_zone: 'floating',
    calendar_name: ${quote(variableOf(key))},
    label: ${quote(name)},
    plural_label: ${quote(name)},
  },
});
`;
  return [schedule, ...entries.map((entry) => writeEntry(key, entry))].join('\n');
}

function writeEntry(schedule: string, entry: SchedulePlan['entries'][number]): string {
  const kind =
    entry.daysOfWeek === null
      ? "type: 'exclude',\n    all_day: true"
      : `repeat_type: 'weekly',\n    repeat_count: 1,\n    days_of_week: ${quote(entry.daysOfWeek)},\n    all_day: false`;
  return `Record({
  $id: Now.ID[${quote(entry.key)}],
  table: 'cmn_schedule_span',
  data: {
    schedule: ${variableOf(schedule)},
    name: ${quote(entry.name)},
    start_date_time: ${quote(entry.startsAt)},
    end_date_time: ${quote(entry.endsAt)},
    ${kind},
    show_as: 'busy',
  },
});
`;
}

function writeSla(sla: SlaPlan, schedule: SchedulePlan | null): string {
  const target = TARGETS[sla.clock];
  const lines = [
    `$id: Now.ID[${quote(sla.key)}]`,
    `name: ${quote(sla.name)}`,
    `table: ${quote(sla.table)}`,
    'active: false',
    ...(target === null ? [] : [`target: ${quote(target)}`]),
    `duration: Duration(${writeDuration(sla.targetMs)})`,
    ...(schedule === null
      ? ["scheduleSource: 'no_schedule'"]
      : [
          `schedule: ${variableOf(schedule.key)}`,
          "timezoneSource: 'sla.timezone'",
          `timezone: ${quote(schedule.timezone)}`,
        ]),
    writeConditions(sla),
    "whenTo: { resume: 'no_match', cancel: 'no_match' }",
    // Without the flow that every new definition has, which writes to people.
    "flow: ''",
    ...(sla.fromOpening ? ["retroactive: { start: true, setStartTo: 'opened_at', pause: true }"] : []),
  ];
  return `Sla({\n${lines.map((line) => `  ${line},\n`).join('')}});\n`;
}

function writeConditions({ start, stop, pause }: SlaPlan): string {
  const conditions = Object.entries({ start, stop, ...(pause === null ? {} : { pause }) });
  return `conditions: {\n${conditions.map(([name, query]) => `    ${name}: ${quote(query)},\n`).join('')}  }`;
}

function writeDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = {
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
  const given = Object.entries(parts).filter(([, amount]) => amount > 0);
  return `{ ${given.map(([unit, amount]) => `${unit}: ${amount}`).join(', ')} }`;
}

function variableOf(key: string): string {
  return key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
