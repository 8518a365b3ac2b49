import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { openTelemetry } from '../../src/wiring/telemetry.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';

function open(variables: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const environment = readEnvironment(variables, () => '');
  const opened = openTelemetry({ environment, mapping: shippedMapping, version: '1.2.3', output });
  return { ...opened, written: () => lines.join('') };
}

it('blanks out every secret of the environment, wherever a line repeats it', () => {
  const webhookSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const { logger, written } = open({
    SERVICENOW_URL: 'https://example.org',
    SERVICENOW_AUTH: 'basic',
    SERVICENOW_USERNAME: 'integration',
    SERVICENOW_PASSWORD: 'correct-horse',
    DATABASE_URL: 'postgres://bridge:battery-staple@localhost/bridge',
    WEBHOOK_SECRETS: webhookSecret,
  });

  logger.error({ err: new Error('login of integration with correct-horse failed') }, 'refused');
  logger.warn(`cannot reach postgres://bridge:battery-staple@localhost/bridge with ${webhookSecret}`);

  expect(written()).toContain('login of integration with [secret] failed');
  expect(written()).not.toMatch(/correct-horse|battery-staple|whsec_/);
});

it('counts the lines that are written', async () => {
  const { logger, telemetry } = open({ LOG_LEVEL: 'info' });

  logger.info('one');
  logger.debug('not written');
  logger.info('two');

  const { body } = await telemetry.expose('text');
  expect(body).toContain('slabridge_log_messages_total{level="info"} 2\n');
  expect(body).toContain('slabridge_log_messages_total{level="debug"} 0\n');
});
