import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import pretty from 'pino-pretty';
import { describeError } from './log-error.ts';
import { maskTexts, redactedPaths } from './log-redaction.ts';
import { type LoggedLevel, loggedLevels } from './runtime-metrics.ts';

/** What the product logs with: a static message, the facts in fields. */
export type Logger = PinoLogger;

export interface LoggerOptions {
  /** `silent` writes nothing. */
  readonly level: string;
  readonly destination: NodeJS.WritableStream;
  /** On a terminal lines are written for people, elsewhere as JSON, one object a line. */
  readonly isTerminal: boolean;
  /** Texts that must never be seen, wherever they stand in a line. */
  readonly secrets?: readonly string[];
  /** Told the level of each line that is written, for the metric. */
  readonly onLine?: (level: LoggedLevel) => void;
}

/**
 * Makes the log. Whatever was sent to us is written as an escaped field value, so no text from outside can start a
 * line of its own or steer a terminal.
 */
export function createLogger(options: LoggerOptions): Logger {
  const mask = maskTexts(options.secrets ?? []);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
      redact: { paths: redactedPaths, censor: '[secret]' },
      hooks: {
        streamWrite: mask,
        logMethod(args, method, level) {
          const label = this.levels.labels[level];
          options.onLine?.(loggedLevels.find((one) => one === label) ?? 'other');
          method.apply(this, args);
        },
      },
    },
    options.isTerminal ? forPeople(options.destination) : options.destination,
  );
}

function forPeople(destination: NodeJS.WritableStream): DestinationStream {
  return pretty({
    destination,
    colorize: true,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    ignore: 'ticket,detail',
    messageFormat: (line, messageKey) => escapeControls(sayInOneLine(line, String(line[messageKey] ?? ''))),
  });
}

/** What happens to tickets is the most of what a watcher sees: `CS0001042 breached: response (critical, …)`. */
function sayInOneLine({ ticket, detail }: Readonly<Record<string, unknown>>, message: string): string {
  const said = typeof ticket === 'string' ? `${ticket} ${message}` : message;
  return typeof detail === 'string' ? `${said}: ${detail}` : said;
}

/** Colours and line breaks are ours alone to write. */
function escapeControls(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.codePointAt(0)!.toString(16).padStart(2, '0')}`,
  );
}
