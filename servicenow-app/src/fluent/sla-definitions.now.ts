// Written by servicenow-app/sla-definitions/generate.ts from the configuration of sla-bridge; do not edit.
// All definitions are inactive: activate those that you want to have compared.

import { Record, Sla } from '@servicenow/sdk/core';

const scheduleBusiness = Record({
  $id: Now.ID['schedule-business'],
  table: 'cmn_schedule',
  data: {
    name: 'sla-bridge: business',
    // The time zone is the one of the SLA that uses it.
    time_zone: 'floating',
    calendar_name: 'scheduleBusiness',
    label: 'sla-bridge: business',
    plural_label: 'sla-bridge: business',
  },
});

Record({
  $id: Now.ID['schedule-business-hours-1-540'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Opening hours',
    start_date_time: '20240101T090000',
    end_date_time: '20240101T173000',
    repeat_type: 'weekly',
    repeat_count: 1,
    days_of_week: '12345',
    all_day: false,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-01-01'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'New Year’s Day',
    start_date_time: '20250101T000000',
    end_date_time: '20250101T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-04-18'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Good Friday',
    start_date_time: '20250418T000000',
    end_date_time: '20250418T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-04-21'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Easter Monday',
    start_date_time: '20250421T000000',
    end_date_time: '20250421T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-05-05'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Early May bank holiday',
    start_date_time: '20250505T000000',
    end_date_time: '20250505T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-05-26'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Spring bank holiday',
    start_date_time: '20250526T000000',
    end_date_time: '20250526T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-08-25'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Summer bank holiday',
    start_date_time: '20250825T000000',
    end_date_time: '20250825T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-12-25'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Christmas Day',
    start_date_time: '20251225T000000',
    end_date_time: '20251225T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2025-12-26'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Boxing Day',
    start_date_time: '20251226T000000',
    end_date_time: '20251226T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-01-01'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'New Year’s Day',
    start_date_time: '20260101T000000',
    end_date_time: '20260101T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-04-03'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Good Friday',
    start_date_time: '20260403T000000',
    end_date_time: '20260403T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-04-06'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Easter Monday',
    start_date_time: '20260406T000000',
    end_date_time: '20260406T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-05-04'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Early May bank holiday',
    start_date_time: '20260504T000000',
    end_date_time: '20260504T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-05-25'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Spring bank holiday',
    start_date_time: '20260525T000000',
    end_date_time: '20260525T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-08-31'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Summer bank holiday',
    start_date_time: '20260831T000000',
    end_date_time: '20260831T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-12-25'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Christmas Day',
    start_date_time: '20261225T000000',
    end_date_time: '20261225T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2026-12-28'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Boxing Day',
    start_date_time: '20261228T000000',
    end_date_time: '20261228T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-01-01'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'New Year’s Day',
    start_date_time: '20270101T000000',
    end_date_time: '20270101T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-03-26'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Good Friday',
    start_date_time: '20270326T000000',
    end_date_time: '20270326T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-03-29'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Easter Monday',
    start_date_time: '20270329T000000',
    end_date_time: '20270329T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-05-03'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Early May bank holiday',
    start_date_time: '20270503T000000',
    end_date_time: '20270503T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-05-31'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Spring bank holiday',
    start_date_time: '20270531T000000',
    end_date_time: '20270531T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-08-30'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Summer bank holiday',
    start_date_time: '20270830T000000',
    end_date_time: '20270830T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-12-27'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Christmas Day',
    start_date_time: '20271227T000000',
    end_date_time: '20271227T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2027-12-28'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Boxing Day',
    start_date_time: '20271228T000000',
    end_date_time: '20271228T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-01-03'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'New Year’s Day',
    start_date_time: '20280103T000000',
    end_date_time: '20280103T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-04-14'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Good Friday',
    start_date_time: '20280414T000000',
    end_date_time: '20280414T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-04-17'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Easter Monday',
    start_date_time: '20280417T000000',
    end_date_time: '20280417T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-05-01'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Early May bank holiday',
    start_date_time: '20280501T000000',
    end_date_time: '20280501T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-05-29'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Spring bank holiday',
    start_date_time: '20280529T000000',
    end_date_time: '20280529T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-08-28'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Summer bank holiday',
    start_date_time: '20280828T000000',
    end_date_time: '20280828T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-12-25'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Christmas Day',
    start_date_time: '20281225T000000',
    end_date_time: '20281225T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Record({
  $id: Now.ID['schedule-business-closed-2028-12-26'],
  table: 'cmn_schedule_span',
  data: {
    schedule: scheduleBusiness,
    name: 'Boxing Day',
    start_date_time: '20281226T000000',
    end_date_time: '20281226T235959',
    type: 'exclude',
    all_day: true,
    show_as: 'busy',
  },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-critical-response'],
  name: 'UCC critical response',
  table: 'sn_customerservice_case',
  active: false,
  target: 'response',
  duration: Duration({ minutes: 30 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN1^stateNOT IN7',
    stop: 'stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-critical-troubleshoot'],
  name: 'UCC critical troubleshoot',
  table: 'sn_customerservice_case',
  active: false,
  duration: Duration({ hours: 1 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN1^stateNOT IN7^stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
    stop: 'stateIN6,3^ORcauseISNOTEMPTY^ORassignment_group.name=Level 2 Engineers^ORassignment_group.name=Level 3 Specialists^ORassignment_group.name=Level 4 Infrastructure',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-critical-fix'],
  name: 'UCC critical fix',
  table: 'sn_customerservice_case',
  active: false,
  target: 'resolution',
  duration: Duration({ hours: 5 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN1^stateNOT IN7',
    stop: 'stateIN6,3',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-high-response'],
  name: 'UCC high response',
  table: 'sn_customerservice_case',
  active: false,
  target: 'response',
  duration: Duration({ minutes: 30 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN2^stateNOT IN7',
    stop: 'stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-high-troubleshoot'],
  name: 'UCC high troubleshoot',
  table: 'sn_customerservice_case',
  active: false,
  duration: Duration({ hours: 1 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN2^stateNOT IN7^stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
    stop: 'stateIN6,3^ORcauseISNOTEMPTY^ORassignment_group.name=Level 2 Engineers^ORassignment_group.name=Level 3 Specialists^ORassignment_group.name=Level 4 Infrastructure',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-high-fix'],
  name: 'UCC high fix',
  table: 'sn_customerservice_case',
  active: false,
  target: 'resolution',
  duration: Duration({ hours: 10 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN2^stateNOT IN7',
    stop: 'stateIN6,3',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-normal-response'],
  name: 'UCC normal response',
  table: 'sn_customerservice_case',
  active: false,
  target: 'response',
  duration: Duration({ hours: 1 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN3^stateNOT IN7',
    stop: 'stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-normal-troubleshoot'],
  name: 'UCC normal troubleshoot',
  table: 'sn_customerservice_case',
  active: false,
  duration: Duration({ hours: 1 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN3^stateNOT IN7^stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
    stop: 'stateIN6,3^ORcauseISNOTEMPTY^ORassignment_group.name=Level 2 Engineers^ORassignment_group.name=Level 3 Specialists^ORassignment_group.name=Level 4 Infrastructure',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-normal-fix'],
  name: 'UCC normal fix',
  table: 'sn_customerservice_case',
  active: false,
  target: 'resolution',
  duration: Duration({ hours: 48 }),
  schedule: scheduleBusiness,
  timezoneSource: 'sla.timezone',
  timezone: 'Europe/London',
  conditions: {
    start: 'priorityIN3^stateNOT IN7',
    stop: 'stateIN6,3',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-low-response'],
  name: 'UCC low response',
  table: 'sn_customerservice_case',
  active: false,
  target: 'response',
  duration: Duration({ hours: 4 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN4^stateNOT IN7',
    stop: 'stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-low-troubleshoot'],
  name: 'UCC low troubleshoot',
  table: 'sn_customerservice_case',
  active: false,
  duration: Duration({ hours: 1 }),
  scheduleSource: 'no_schedule',
  conditions: {
    start: 'priorityIN4^stateNOT IN7^stateNOT IN1,7^ORfirst_response_timeISNOTEMPTY',
    stop: 'stateIN6,3^ORcauseISNOTEMPTY^ORassignment_group.name=Level 2 Engineers^ORassignment_group.name=Level 3 Specialists^ORassignment_group.name=Level 4 Infrastructure',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
});

Sla({
  $id: Now.ID['sla-sn-customerservice-case-ucc-low-fix'],
  name: 'UCC low fix',
  table: 'sn_customerservice_case',
  active: false,
  target: 'resolution',
  duration: Duration({ hours: 48 }),
  schedule: scheduleBusiness,
  timezoneSource: 'sla.timezone',
  timezone: 'Europe/London',
  conditions: {
    start: 'priorityIN4^stateNOT IN7',
    stop: 'stateIN6,3',
    pause: 'stateIN18',
  },
  whenTo: { resume: 'no_match', cancel: 'no_match' },
  flow: '',
  retroactive: { start: true, setStartTo: 'opened_at', pause: true },
});
