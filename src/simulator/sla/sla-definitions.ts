import type { Instance } from '../instance/instance.ts';
import { formatWireTime } from '../time/wire-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The support agreement as an administrator would have entered it: per priority, response and resolution. */
const AGREEMENT = [
  { priority: '1', response: 30 * MINUTE_MS, resolution: 5 * HOUR_MS, inOfficeHours: false },
  { priority: '2', response: 30 * MINUTE_MS, resolution: 10 * HOUR_MS, inOfficeHours: false },
  { priority: '3', response: 60 * MINUTE_MS, resolution: 48 * HOUR_MS, inOfficeHours: true },
  { priority: '4', response: 4 * HOUR_MS, resolution: 48 * HOUR_MS, inOfficeHours: true },
] as const;

const COLLECTION = 'sn_customerservice_case';
/** The one schedule of the instance; `contract_sla.schedule` refers to it. */
export const OFFICE_SCHEDULE = '5c4ed01e00000000000000000000c001';
export const OFFICE_ZONE = 'Europe/London';

/** Writes `contract_sla` rows with the agreement's durations divided by `divisor`, and the schedule they name. */
export function installSlaDefinitions(instance: Instance, divisor: number): void {
  const options = { by: 'admin', audit: false, workflow: false } as const;
  const schedule = { sys_id: OFFICE_SCHEDULE, name: 'Mon-Fri 09:00-17:30', time_zone: OFFICE_ZONE };
  instance.insert('cmn_schedule', schedule, options);
  for (const { priority, response, resolution, inOfficeHours } of AGREEMENT) {
    const common = { collection: COLLECTION, start_condition: `priority=${priority}^active=true` };
    instance.insert(
      'contract_sla',
      {
        ...common,
        name: `Priority ${priority} response`,
        target: 'response',
        duration: formatWireTime(response / divisor),
        schedule_source: 'no_schedule',
        stop_condition: 'stateNOT IN1,7',
        cancel_condition: 'state=7',
      },
      options,
    );
    instance.insert(
      'contract_sla',
      {
        ...common,
        name: `Priority ${priority} resolution`,
        target: 'resolution',
        duration: formatWireTime(resolution / divisor),
        schedule_source: inOfficeHours ? 'sla_definition' : 'no_schedule',
        schedule: inOfficeHours ? OFFICE_SCHEDULE : '',
        stop_condition: 'stateIN6,3',
        pause_condition: 'state=18',
        cancel_condition: 'state=7',
      },
      options,
    );
  }
}
