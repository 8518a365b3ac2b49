import {
  clockKinds,
  clockStates,
  driftKinds,
  escalationLevels,
  priorities,
  routes,
  ticketStates,
} from '../vocabulary.ts';
import type { MetricDeclaration } from './metric.ts';

/** How far ahead breaches are forecast. */
export const riskWindows = ['15m', '1h', '4h'] as const;

const levels = escalationLevels.map(String) as ('1' | '2' | '3' | '4')[];

/** Tickets, clocks and the ladder. */
export const domainMetrics = {
  tickets: {
    type: 'gauge',
    name: 'slabridge_tickets',
    help: 'Live tickets in the mirror, closed ones included.',
    labels: { state: ticketStates, priority: priorities },
  },
  clocks: {
    type: 'gauge',
    name: 'slabridge_clocks',
    help: 'SLA clocks of live tickets.',
    labels: { clock: clockKinds, state: clockStates },
  },
  slaAtRisk: {
    type: 'gauge',
    name: 'slabridge_sla_at_risk',
    help: 'Running clocks that will breach within the window if nothing happens.',
    labels: { window: riskWindows },
  },
  slaBreaches: {
    type: 'counter',
    name: 'slabridge_sla_breaches_total',
    help: 'Breaches seen.',
    labels: { clock: clockKinds, priority: priorities },
  },
  slaWarnings: {
    type: 'counter',
    name: 'slabridge_sla_warnings_total',
    help: 'Warning thresholds of the policy that clocks have reached.',
    labels: { clock: clockKinds, priority: priorities },
  },
  slaBreachDetectionDelay: {
    type: 'histogram',
    name: 'slabridge_sla_breach_detection_delay_seconds',
    help: 'From the instant of a breach to its being recorded.',
    labels: {},
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
  },
  slaEvaluatorLastSuccess: {
    type: 'gauge',
    name: 'slabridge_sla_evaluator_last_success_timestamp_seconds',
    help: 'When due clocks were last looked for without a fault; 0 for never.',
    labels: {},
  },
  slaRecomputeDuration: {
    type: 'histogram',
    name: 'slabridge_sla_recompute_duration_seconds',
    help: 'Judging one batch of tickets, storing included.',
    labels: {},
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  ticketsToRejudge: {
    type: 'gauge',
    name: 'slabridge_tickets_to_rejudge',
    help: 'Open tickets that are still to be judged anew after a change of rules.',
    labels: {},
  },
  slaDiscrepancies: {
    type: 'counter',
    name: 'slabridge_sla_discrepancies_total',
    help: "Clocks newly found to be judged otherwise by ServiceNow's own task_sla.",
    labels: { clock: clockKinds, kind: driftKinds },
  },
  escalations: {
    type: 'counter',
    name: 'slabridge_escalations_total',
    help: 'Escalation steps raised.',
    labels: { level: levels, route: routes, trigger: [...clockKinds, 'manual'] },
  },
  stormGuardHeld: {
    type: 'gauge',
    name: 'slabridge_storm_guard_held',
    help: '1 while write-backs are held because too many escalations came at once.',
    labels: {},
  },
  ticketProblems: {
    type: 'gauge',
    name: 'slabridge_ticket_problems',
    help: 'Things about live tickets that could not be understood.',
    labels: { code: null },
  },
  ticketDetailsMissing: {
    type: 'gauge',
    name: 'slabridge_ticket_details_missing',
    help: 'Open tickets that lack a row of the ticket details.',
    labels: { row: null },
  },
  channelAdvice: {
    type: 'counter',
    name: 'slabridge_channel_advice_total',
    help: 'Critical tickets that did not come by phone and were given the advice to call.',
    labels: {},
  },
  holidayHorizon: {
    type: 'gauge',
    name: 'slabridge_holiday_horizon_timestamp_seconds',
    help: 'The end of the last day for which published bank holidays are known.',
    labels: {},
  },
} as const satisfies Record<string, MetricDeclaration>;
