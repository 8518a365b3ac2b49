import { clockKinds, type EscalationLevel, priorities } from '../vocabulary.ts';
import { comparedVerdict, compareVerdicts, hasOtherOutcome, type TicketChange } from './comparison.ts';
import { type ComplianceTable, complianceOf, countClocks, emptyComplianceTable } from './compliance.ts';
import type { Verdict } from './evaluate.ts';
import type { JudgedTicket } from './judge.ts';

/** One side of the comparison. */
interface Side {
  readonly table: ComplianceTable;
  readonly escalations: Record<EscalationLevel, number>;
}

/** What a comparison of two sets of policies comes to, ticket by ticket. */
export interface ComparisonFigures {
  tickets: number;
  /** Tickets with another outcome. */
  changed: number;
  errors: number;
  readonly before: Side;
  readonly after: Side;
  /** Clocks that breach only under the other policies, or only under the present ones, in the order of the tables. */
  readonly breaches: number[];
  readonly noLongerBreaches: number[];
  /** Numbers of the tickets with such a clock. */
  readonly breaching: string[];
  readonly noLongerBreaching: string[];
}

export function emptyComparison(): ComparisonFigures {
  const cells = priorities.length * clockKinds.length;
  return {
    tickets: 0,
    changed: 0,
    errors: 0,
    before: emptySide(),
    after: emptySide(),
    breaches: new Array<number>(cells).fill(0),
    noLongerBreaches: new Array<number>(cells).fill(0),
    breaching: [],
    noLongerBreaching: [],
  };
}

function emptySide(): Side {
  return { table: emptyComplianceTable(), escalations: { 1: 0, 2: 0, 3: 0, 4: 0 } };
}

/** Counts a ticket that was judged under both, and tells what would change for it. */
export function countComparison(figures: ComparisonFigures, ticket: JudgedTicket): TicketChange {
  figures.tickets += 1;
  countSide(figures.before, ticket.verdict);
  countSide(figures.after, comparedVerdict(ticket));
  const change = compareVerdicts(ticket);
  if (hasOtherOutcome(change)) figures.changed += 1;
  countEffects(figures, change);
  if (hasEffect(change, 'breaches')) figures.breaching.push(ticket.number);
  if (hasEffect(change, 'no-longer-breaches')) figures.noLongerBreaching.push(ticket.number);
  return change;
}

export function hasEffect({ clocks }: TicketChange, effect: 'breaches' | 'no-longer-breaches'): boolean {
  return clocks.some((clock) => clock.effect === effect);
}

function countSide(side: Side, verdict: Verdict): void {
  countClocks(side.table, verdict.clocks);
  for (const step of verdict.escalations) side.escalations[step.level] += 1;
}

function countEffects(figures: ComparisonFigures, change: TicketChange): void {
  for (const { effect, kind, after } of change.clocks) {
    const cell = priorities.indexOf(after.priority) * clockKinds.length + clockKinds.indexOf(kind);
    if (effect === 'breaches') figures.breaches[cell]! += 1;
    if (effect === 'no-longer-breaches') figures.noLongerBreaches[cell]! += 1;
  }
}

/** The figures as one object: `evaluate --compare` prints it, and the admin API answers from it. */
export function comparisonJson(figures: ComparisonFigures) {
  const { tickets, changed, errors, before, after, breaching, noLongerBreaching } = figures;
  const compliance = before.table.map((row, index) => ({
    priority: row.priority,
    kind: row.kind,
    before: { compliance: complianceOf(row), ...row.counts },
    after: { compliance: complianceOf(after.table[index]!), ...after.table[index]!.counts },
    breaches: figures.breaches[index]!,
    noLongerBreaches: figures.noLongerBreaches[index]!,
  }));
  const escalations = { before: before.escalations, after: after.escalations };
  return { tickets, changed, errors, compliance, escalations, breaching, noLongerBreaching };
}
