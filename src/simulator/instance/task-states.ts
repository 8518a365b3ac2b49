/** What the numbers in a task's `state` mean, table by table. */
export interface TaskStates {
  readonly resolved: string | null;
  readonly closed: string;
  readonly cancelled: string;
}

const TASK_STATES: Readonly<Record<string, TaskStates>> = {
  sn_customerservice_case: { resolved: '6', closed: '3', cancelled: '7' },
  incident: { resolved: '6', closed: '7', cancelled: '8' },
  problem: { resolved: '106', closed: '107', cancelled: '108' },
  change_request: { resolved: null, closed: '3', cancelled: '4' },
};

/** Null for a table whose states have no such meaning. */
export function statesOf(table: string): TaskStates | null {
  return TASK_STATES[table] ?? null;
}
