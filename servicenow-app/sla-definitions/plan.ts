import type { PolicyEntry } from '../../src/policy/policy-file.ts';
import type { ServiceNowMapping, TableMapping } from '../../src/servicenow/mapping.ts';
import {
  type ClockKind,
  clockKinds,
  type Priority,
  priorities,
  type TicketState,
} from '../../src/vocabulary.ts';

/** One SLA definition as the instance shall have it. */
export interface SlaPlan {
  /** What it is called within the application, and for ever. */
  readonly key: string;
  readonly name: string;
  readonly table: string;
  readonly clock: ClockKind;
  readonly targetMs: number;
  /** The calendar of the configuration on which it counts. */
  readonly calendar: string;
  /** Whether it counts from the record's opening, and not from the moment at which it is attached. */
  readonly fromOpening: boolean;
  /** Encoded queries. The definition is cancelled where the first no longer holds. */
  readonly start: string;
  readonly stop: string;
  /** Null: it never stands still. */
  readonly pause: string | null;
}

/** Plans one definition for each table, policy, priority and clock that can be measured there. */
export function planSlaDefinitions(
  policies: readonly PolicyEntry[],
  { tables, tiers }: Pick<ServiceNowMapping, 'tables' | 'tiers'>,
): SlaPlan[] {
  const enabled = Object.entries(tables).filter(([, mapping]) => mapping.enabled);
  return enabled.flatMap(([table, mapping]) =>
    reachable(policies, mapping).flatMap((policy) =>
      priorities.flatMap((priority) =>
        clockKinds.map((clock) =>
          plan({
            table,
            mapping,
            tiers,
            policy,
            priority,
            clock,
            line: lineCondition(policies, policy, mapping),
          }),
        ),
      ),
    ),
  );
}

interface Ground {
  readonly table: string;
  readonly mapping: TableMapping;
  readonly tiers: ServiceNowMapping['tiers'];
  readonly policy: PolicyEntry;
  readonly priority: Priority;
  readonly clock: ClockKind;
  /** Which records the policy is for; empty: all. */
  readonly line: string;
}

function plan(ground: Ground): SlaPlan {
  const { table, mapping, policy, priority, clock, line } = ground;
  const target = policy.targets[priority][clock];
  const isPausing = target.pausesWhileWaiting ?? policy.pausesWhileWaiting[clock];
  const waiting = valuesOf(mapping.states, 'waiting');
  return {
    key: ['sla', table, policy.name, priority, clock]
      .join('-')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
    name: `${policy.name} ${priority} ${clock}`,
    table,
    clock,
    targetMs: target.target,
    calendar: target.calendar,
    fromOpening: clock !== 'troubleshoot' && mapping.fields.openedAt === 'opened_at',
    start: [
      isIn(mapping.fields.priority, valuesOf(mapping.priorities, priority)),
      notCancelled(mapping),
      line,
    ]
      .concat(clock === 'troubleshoot' ? [responded(mapping)] : [])
      .filter((part) => part !== '')
      .join('^'),
    stop: stopCondition(ground),
    pause: isPausing && waiting.length > 0 ? isIn(mapping.fields.state, waiting) : null,
  };
}

function stopCondition({ clock, mapping, tiers, policy }: Ground): string {
  if (clock === 'response') return responded(mapping);
  const done = isIn(mapping.fields.state, [
    ...valuesOf(mapping.states, 'resolved'),
    ...valuesOf(mapping.states, 'closed'),
  ]);
  return clock === 'fix'
    ? done
    : [done, ...diagnosed(mapping, policy.tierDiagnoses ? tiers : {})].join('^OR');
}

/** The first change of state away from new, unless a field dates it. */
function responded({ fields, states }: TableMapping): string {
  const untouched = [...valuesOf(states, 'new'), ...valuesOf(states, 'cancelled')];
  const byState = `${fields.state}NOT IN${untouched.join(',')}`;
  return fields.respondedAt === null ? byState : `${byState}^OR${fields.respondedAt}ISNOTEMPTY`;
}

/** The field that says so, and the groups of a higher support level. */
function diagnosed({ fields }: TableMapping, tiers: ServiceNowMapping['tiers']): string[] {
  const groups = Object.entries(tiers).flatMap(([group, tier]) => (tier >= 2 ? [group] : []));
  const byGroup = groups.map((group) =>
    /^[0-9a-f]{32}$/.test(group)
      ? `${fields.assignmentGroup}=${group}`
      : `${fields.assignmentGroupName}=${group}`,
  );
  return [...(fields.diagnosed === null ? [] : [`${fields.diagnosed}ISNOTEMPTY`]), ...byGroup];
}

function notCancelled({ fields, states }: TableMapping): string {
  const cancelled = valuesOf(states, 'cancelled');
  return cancelled.length === 0 ? '' : `${fields.state}NOT IN${cancelled.join(',')}`;
}

/** Policies that any record of the table can come under: without a field for the service line only the last. */
function reachable(policies: readonly PolicyEntry[], { fields }: TableMapping): readonly PolicyEntry[] {
  return fields.serviceLine === null ? policies.slice(-1) : policies;
}

/** The last policy is for whatever the others are not for. */
function lineCondition(policies: readonly PolicyEntry[], policy: PolicyEntry, mapping: TableMapping): string {
  const field = mapping.fields.serviceLine;
  if (field === null || policies.length === 1) return '';
  const valuesFor = ({ serviceLine }: PolicyEntry): string[] => {
    const mapped = Object.entries(mapping.serviceLines).flatMap(([value, line]) =>
      line === serviceLine ? [value] : [],
    );
    return mapped.length > 0 ? mapped : [serviceLine];
  };
  if (policy !== policies.at(-1)) return isIn(field, valuesFor(policy));
  return `${field}NOT IN${policies.slice(0, -1).flatMap(valuesFor).join(',')}`;
}

/** The stored values that mean one of our words. */
function valuesOf(choices: Readonly<Record<string, string>>, word: Priority | TicketState): string[] {
  return Object.entries(choices).flatMap(([value, known]) => (known === word ? [value] : []));
}

function isIn(field: string | null, values: readonly string[]): string {
  return `${field}IN${values.join(',')}`;
}
