import type { TableText } from './dictionary.ts';

/** The tables every instance has. Parents come before their children. */

const TASK_FIELDS = `
  parent>task made_sla? watch_list upon_reject task_effective_number approval_history number user_input
  opened_by>sys_user sys_domain>sys_user_group sys_domain_path sys_class_name state# knowledge? order
  closed_at@ closed_by>sys_user cmdb_ci>cmdb_ci delivery_plan delivery_task contract>ast_contract impact# active?
  work_notes_list business_service>cmdb_ci_service priority# time_worked expected_start@ opened_at@
  business_duration~ calendar_duration~ group_list work_start@ work_end@ approval_set@ short_description
  correlation_id correlation_display assignment_group>sys_user_group assigned_to>sys_user
  additional_assignee_list description close_notes service_offering follow_up@ contact_type urgency#
  company>core_company reassignment_count# activity_due@ comments! work_notes! comments_and_work_notes!
  approval sla_due@ due_date@ escalation# upon_approval location>cmn_location route_reason
  universal_request>task`;

const TASK_DEFAULTS = {
  active: 'true',
  made_sla: 'true',
  state: '1',
  impact: '3',
  urgency: '3',
  priority: '4',
  escalation: '0',
  reassignment_count: '0',
  knowledge: 'false',
  approval: 'not requested',
  upon_approval: 'proceed',
  upon_reject: 'cancel',
  sys_domain: 'global',
  sys_domain_path: '/',
};

const TASK_TABLES: readonly TableText[] = [
  {
    name: 'task',
    label: 'Task',
    display: 'number',
    fields: TASK_FIELDS,
    defaults: TASK_DEFAULTS,
    audited: true,
    lookups: ['number', 'correlation_id'],
  },
  {
    name: 'sn_customerservice_case',
    label: 'Case',
    extends: 'task',
    numbering: { prefix: 'CS', first: 1001 },
    fields: `account>customer_account contact>customer_contact consumer>csm_consumer product>cmdb_model
      asset>alm_asset entitlement>service_entitlement partner>customer_account partner_contact>customer_contact
      active_escalation>sn_customerservice_escalation active_account_escalation>sn_customerservice_escalation
      needs_attention? first_response_time@ resolved_at@ resolved_by>sys_user resolution_code cause probable_cause
      category# subcategory# problem>problem change>change_request caused_by case_report
      auto_created_case? follow_the_sun? notes_to_comments? contact_time_zone support_manager>sys_user skills
      business_impact major_case_state`,
    defaults: { category: '1', subcategory: '0', needs_attention: 'false', auto_created_case: 'false' },
  },
  {
    name: 'incident',
    label: 'Incident',
    extends: 'task',
    numbering: { prefix: 'INC', first: 10001 },
    fields: `caused_by>change_request child_incidents# hold_reason# origin_table origin_id resolved_by>sys_user
      resolved_at@ calendar_stc# business_stc# rfc>change_request group_list caller_id>sys_user reopened_time@
      reopened_by>sys_user reopen_count# subcategory category close_code parent_incident>incident incident_state#
      problem_id>problem severity# notify# cause business_impact u_symptom u_vendor u_priority_confirmation?`,
    defaults: {
      priority: '5',
      incident_state: '1',
      severity: '3',
      notify: '1',
      reopen_count: '0',
      child_incidents: '0',
      category: 'inquiry',
    },
  },
  {
    name: 'problem',
    label: 'Problem',
    extends: 'task',
    numbering: { prefix: 'PRB', first: 40001 },
    fields: `problem_state# known_error? cause_notes fix_notes workaround resolved_at@ resolved_by>sys_user
      resolution_code first_reported_by_task>task related_incidents# major_problem? category cause
      confirmed_at@ fix_at@`,
    defaults: { state: '101', known_error: 'false', major_problem: 'false', related_incidents: '0' },
  },
  {
    name: 'change_request',
    label: 'Change Request',
    extends: 'task',
    numbering: { prefix: 'CHG', first: 30001 },
    fields: `type risk# phase start_date@ end_date@ requested_by>sys_user close_code backout_plan test_plan
      implementation_plan justification category chg_model on_hold? on_hold_reason cab_required? resolved_at@`,
    defaults: { state: '-5', type: 'normal', risk: '4', on_hold: 'false', category: 'Other' },
  },
];

const CUSTOMER_TABLES: readonly TableText[] = [
  {
    name: 'core_company',
    label: 'Company',
    fields: 'name street city zip country phone website customer? vendor? notes',
    lookups: ['name'],
  },
  {
    name: 'customer_account',
    label: 'Account',
    extends: 'core_company',
    numbering: { prefix: 'ACCT', first: 1001 },
    fields: `number account_parent>customer_account account_code registration_code primary_contact>customer_contact
      partner? active_escalation>sn_customerservice_escalation sys_class_name u_service_reference`,
    defaults: { customer: 'true', partner: 'false' },
  },
  {
    name: 'sys_user',
    label: 'User',
    fields: `user_name user_password* department>cmn_department name first_name last_name email phone mobile_phone title active? locked_out?
      web_service_access_only? internal_integration_user? time_zone date_format preferred_language
      company>core_company location>cmn_location manager>sys_user roles sys_class_name vip? notification#`,
    defaults: { active: 'true', locked_out: 'false', web_service_access_only: 'false', vip: 'false' },
    lookups: ['user_name', 'name'],
  },
  {
    name: 'customer_contact',
    label: 'Contact',
    extends: 'sys_user',
    fields: 'account>customer_account',
  },
  { name: 'csm_consumer', label: 'Consumer', fields: 'name number email phone' },
  {
    name: 'ast_contract',
    label: 'Contract',
    display: 'number',
    numbering: { prefix: 'CNTR', first: 1001 },
    fields: `number short_description state account>customer_account starts ends active? contract_model
      vendor>core_company u_service`,
    defaults: { state: 'active', active: 'true' },
  },
  {
    name: 'service_entitlement',
    label: 'Entitlement',
    display: 'name',
    numbering: { prefix: 'ENT', first: 1001 },
    fields: 'number name account>customer_account contract>ast_contract active? start_date end_date',
  },
  {
    name: 'sn_customerservice_escalation',
    label: 'Escalation',
    display: 'number',
    numbering: { prefix: 'ESC', first: 1001 },
    fields: `number state# source_record>task reason severity trend justification active? opened_at@
      requested_by>sys_user assigned_to>sys_user work_notes!`,
  },
  {
    name: 'cmdb_model',
    label: 'Product Model',
    display: 'display_name',
    fields: 'name display_name manufacturer',
  },
  {
    name: 'cmdb_ci',
    label: 'Configuration Item',
    fields: 'name sys_class_name operational_status# asset_tag',
  },
  { name: 'cmdb_ci_service', label: 'Service', extends: 'cmdb_ci', fields: 'busines_criticality' },
  {
    name: 'alm_asset',
    label: 'Asset',
    display: 'display_name',
    fields: 'display_name asset_tag serial_number',
  },
];

const SYSTEM_TABLES: readonly TableText[] = [
  {
    name: 'sys_user_group',
    label: 'Group',
    fields: 'name description manager>sys_user parent>sys_user_group active? email type u_tier#',
    defaults: { active: 'true' },
    lookups: ['name'],
  },
  { name: 'cmn_department', label: 'Department', fields: 'name description dept_head>sys_user id' },
  {
    name: 'sys_group_has_role',
    label: 'Group Role',
    fields: 'group>sys_user_group role>sys_user_role inherits?',
  },
  { name: 'sys_user_grmember', label: 'Group Member', fields: 'user>sys_user group>sys_user_group' },
  { name: 'sys_user_role', label: 'Role', fields: 'name description' },
  {
    name: 'sys_user_has_role',
    label: 'User Role',
    fields: 'user>sys_user role>sys_user_role inherited? state',
  },
  { name: 'cmn_location', label: 'Location', fields: 'name street city zip country' },
  {
    name: 'cmn_schedule',
    label: 'Schedule',
    fields: 'name time_zone type description parent>cmn_schedule is_legal_schedule_for',
  },
  {
    name: 'sys_choice',
    label: 'Choice',
    display: 'label',
    fields: 'name element value label language sequence# inactive? dependent_value hint',
    defaults: { language: 'en', inactive: 'false' },
    lookups: ['name', 'element'],
  },
  {
    name: 'sys_journal_field',
    label: 'Journal Entry',
    display: 'element',
    fields: 'name element element_id value',
    lookups: ['element_id'],
  },
  {
    name: 'sys_audit',
    label: 'Audit',
    display: 'fieldname',
    fields: 'tablename fieldname documentkey oldvalue newvalue user reason record_checkpoint#',
    lookups: ['documentkey'],
  },
  {
    name: 'sys_audit_delete',
    label: 'Deleted Record',
    display: 'display_value',
    fields: 'tablename documentkey display_value user payload',
    lookups: ['documentkey'],
  },
  {
    name: 'contract_sla',
    label: 'SLA Definition',
    fields: `name collection type target duration~ duration_type schedule>cmn_schedule schedule_source timezone
      timezone_source start_condition stop_condition pause_condition resume_condition reset_condition
      cancel_condition when_to_resume when_to_cancel reset_action retroactive? retroactive_pause? set_start_to
      active? sys_class_name`,
    defaults: { active: 'true', type: 'SLA', when_to_resume: 'no_match', when_to_cancel: 'on_condition' },
  },
  {
    name: 'task_sla',
    label: 'Task SLA',
    display: 'task',
    fields: `task>task sla>contract_sla stage active? has_breached? start_time@ end_time@ planned_end_time@
      original_breach_time@ pause_time@ pause_duration~ business_pause_duration~ duration~ business_duration~
      percentage business_percentage time_left~ business_time_left~ schedule>cmn_schedule timezone`,
    defaults: { stage: 'in_progress', active: 'true', has_breached: 'false' },
    lookups: ['task'],
  },
  {
    name: 'sys_attachment',
    label: 'Attachment',
    display: 'file_name',
    fields: `file_name table_name table_sys_id content_type size_bytes# size_compressed# compressed? state hash
      chunk_size_bytes# image_height# image_width# average_image_color`,
    lookups: ['table_sys_id'],
  },
  {
    name: 'sys_db_object',
    label: 'Table',
    display: 'label',
    fields: 'name label super_class>sys_db_object is_extendable?',
    lookups: ['name'],
  },
  {
    name: 'sys_import_set',
    label: 'Import Set',
    display: 'number',
    numbering: { prefix: 'ISET', first: 10001 },
    fields: 'number state',
  },
  {
    name: 'sys_transform_map',
    label: 'Transform Map',
    fields: 'name source_table target_table active?',
    defaults: { active: 'true' },
  },
  { name: 'sys_properties', label: 'System Property', fields: 'name value type description' },
  {
    name: 'sys_script',
    label: 'Business Rule',
    fields: `name collection active? when order# action_insert? action_update? abort_action? filter_condition
      add_message? message`,
    defaults: { active: 'true', when: 'before', order: '100' },
  },
  { name: 'syslog', label: 'Log Entry', display: 'message', fields: 'level# message source sequence' },
  {
    name: 'sys_metadata',
    label: 'Application File',
    display: 'sys_name',
    fields: 'sys_name sys_class_name sys_scope',
  },
];

export const INSTANCE_TABLES: readonly TableText[] = [...TASK_TABLES, ...CUSTOMER_TABLES, ...SYSTEM_TABLES];
