const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A length of time in its two largest units: `2 h 05 min`, `3 d 4 h`, `42 s`.
 * @param {number} ms
 */
export function formatLength(ms) {
  const left = Math.max(0, Math.floor(ms));
  if (left < MINUTE) return `${Math.floor(left / SECOND)} s`;
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min ${two((left % MINUTE) / SECOND)} s`;
  if (left < 2 * DAY) return `${Math.floor(left / HOUR)} h ${two((left % HOUR) / MINUTE)} min`;
  return `${Math.floor(left / DAY)} d ${Math.floor((left % DAY) / HOUR)} h`;
}

/**
 * A target, which is a round figure: `30 min`, `48 h`, `2 min 30 s`.
 * @param {number} ms
 */
export function formatTarget(ms) {
  const parts = [
    [Math.floor(ms / HOUR), 'h'],
    [Math.floor((ms % HOUR) / MINUTE), 'min'],
    [Math.floor((ms % MINUTE) / SECOND), 's'],
  ];
  const said = parts.filter(([amount]) => Number(amount) > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.length === 0 ? '0 s' : said.join(' ');
}

/**
 * As a clock shows it: `04:12`, `1:04:12`, and days beyond two of them.
 * @param {number} ms
 */
export function formatCountdown(ms) {
  const left = Math.max(0, ms);
  if (left >= 2 * DAY) return formatLength(left);
  const hours = Math.floor(left / HOUR);
  const rest = `${two((left % HOUR) / MINUTE)}:${two((left % MINUTE) / SECOND)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** @param {number} amount */
function two(amount) {
  return String(Math.floor(amount)).padStart(2, '0');
}

const withDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const withYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const timeAlone = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/**
 * An instant in the time zone of whoever looks: the time alone for today, with the year where that is another.
 * @param {number} at
 * @param {number} nowAt
 */
export function formatInstant(at, nowAt) {
  const [date, today] = [new Date(at), new Date(nowAt)];
  if (date.toDateString() === today.toDateString()) return timeAlone.format(date);
  return (date.getFullYear() === today.getFullYear() ? withDay : withYear).format(date);
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * An instant for paper, where today is soon another day.
 * @param {number} at
 */
export function formatDay(at) {
  return dayAndTime.format(new Date(at));
}

const counting = new Intl.NumberFormat('en-GB');

/** @param {number} count */
export function formatCount(count) {
  return counting.format(count);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function plural(count, one, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * A word of a list as a heading begins with it.
 * @param {string} word
 */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
