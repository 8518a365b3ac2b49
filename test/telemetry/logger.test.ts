import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/telemetry/logger.ts';

function logTo(options: Partial<LoggerOptions> = {}) {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ level: 'info', isTerminal: false, destination, ...options });
  return { logger, text: () => written.join(''), lines: () => written.map((line) => JSON.parse(line)) };
}

describe('the log', () => {
  it('is one JSON object a line, with level and time in words', () => {
    const { logger, lines } = logTo();

    logger.info({ table: 'incident' }, 'Poll finished');

    expect(lines()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), table: 'incident', msg: 'Poll finished' },
    ]);
  });

  it('leaves out what is below its level, and everything when silent', () => {
    const info = logTo();
    const silent = logTo({ level: 'silent' });

    info.logger.debug('not this');
    silent.logger.fatal('nor this');

    expect(info.text() + silent.text()).toBe('');
  });

  it.each([
    true,
    false,
  ])('never lets a text from outside begin a line of its own (terminal: %s)', (isTerminal) => {
    const { logger, text } = logTo({ isTerminal });
    const forged = 'Fault\nFORGED line \u001b[2J';

    logger.error({ err: new Error(forged), note: forged }, forged);

    expect(
      text()
        .split('\n')
        .filter((line) => line.startsWith('FORGED')),
    ).toEqual([]);
    expect(text()).not.toContain('\u001b[2J');
  });

  it('blanks credentials in headers and known fields', () => {
    const { logger, text } = logTo();

    logger.info({
      req: { headers: { authorization: 'Bearer canary', 'webhook-signature': 'canary' } },
      token: 'canary',
      options: { password: 'canary', clientSecret: 'canary' },
    });

    expect(text()).not.toContain('canary');
    expect(text().match(/\[secret\]/g)).toHaveLength(5);
  });

  it('shows of an error its type, code, message, place and causes, never the request it carries', () => {
    const { logger, lines } = logTo();
    const error = Object.assign(new Error('refused', { cause: new TypeError('inner') }), {
      code: 'ECONNREFUSED',
      config: { headers: { Authorization: 'canary' }, data: 'canary' },
    });

    logger.error({ err: error }, 'Call failed');

    const { err } = lines()[0];
    expect(Object.keys(err).sort()).toEqual(['cause', 'code', 'message', 'stack', 'type']);
    expect(err).toMatchObject({ type: 'Error', code: 'ECONNREFUSED', cause: { type: 'TypeError' } });
    expect(err.stack).toMatch(/^ {4}at /);
  });

  it('survives an error that is its own cause', () => {
    const { logger, lines } = logTo();
    const error = new Error('loop');
    error.cause = error;

    logger.error({ err: error }, 'Call failed');

    expect(lines()[0].err.message).toBe('loop');
  });

  it('masks the configured secrets wherever they stand, also those with quotes and line breaks', () => {
    const { logger, text } = logTo({ secrets: ['hunter2-canary', 'line one\n"line two"', 'abc'] });

    logger.warn({ reply: 'your password hunter2-canary is wrong', pem: 'line one\n"line two"' }, 'abc');

    expect(text()).not.toMatch(/canary|line one/);
    expect(text()).toContain('"msg":"abc"');
  });

  it('tells the level of each line that is written', () => {
    const levels: string[] = [];
    const { logger } = logTo({ onLine: (level) => levels.push(level) });

    logger.warn('one');
    logger.debug('not written');
    logger.child({ part: 'poll' }).error('two');

    expect(levels).toEqual(['warn', 'error']);
  });
});
