/** Packages that bring no types: only what the adapters use. */
declare module 'moment-business-time' {
  interface WorkingMoment {
    addWorkingTime(amount: number, unit: string): WorkingMoment;
    workingDiff(other: WorkingMoment, unit: string): number;
    valueOf(): number;
  }
  interface Moment {
    (at: number): WorkingMoment;
    updateLocale(name: string, settings: object): void;
  }
  const moment: Moment;
  export default moment;
}

declare module 'working-time-calculator' {
  export default class WorkingTimeCalculator {
    static readonly WEEKDAYS: readonly number[];
    addWorkingHours(days: readonly number[], start: string, stop: string, timezone: string): void;
    excludeBetween(start: string, end: string): void;
    calcMillisecondsBetween(start: Date, end: Date): number;
  }
}
