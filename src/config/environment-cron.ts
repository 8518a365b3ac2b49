interface CronField {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Minute, hour, day of the month, month, weekday (0 and 7 are both Sunday). */
const fields: readonly CronField[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: months },
  { min: 0, max: 7, names: weekdays },
];

/** Whether the text is a cron expression of five fields. Six (with seconds) are refused: they would run sixty times as often. */
export function isFiveFieldCron(text: string): boolean {
  const parts = text.trim().toLowerCase().split(/\s+/);
  return parts.length === fields.length && fields.every((field, index) => isCronField(parts[index]!, field));
}

function isCronField(text: string, field: CronField): boolean {
  return text.split(',').every((part) => isCronPart(part, field));
}

function isCronPart(text: string, field: CronField): boolean {
  const [range, step, ...rest] = text.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range!.split('-').map((end) => cronNumber(end, field));
  if (ends.length > 2 || ends.some((end) => end === null)) return false;
  return ends.length === 1 ? step === undefined : ends[0]! <= ends[1]!;
}

function cronNumber(text: string, field: CronField): number | null {
  const named = field.names.indexOf(text);
  if (named >= 0) return named + (field.names === months ? 1 : 0);
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : null;
}
