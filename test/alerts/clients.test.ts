import { describe, expect, it } from 'vitest';
import { makePushAlerts } from '../../src/alerts/alertmanager-client.ts';
import { makeAnnotate } from '../../src/alerts/grafana-client.ts';
import { AlertPushError } from '../../src/alerts/push-error.ts';
import { ticketAlert } from '../../src/alerts/ticket-alert.ts';
import { useHttpMock } from '../support/http-mock.ts';
import { at } from '../support/observations.ts';
import { breached, context } from './breached.ts';

const http = useHttpMock();
const alert = ticketAlert(breached(), context, at('2024-03-04 12:30'));
const annotation = {
  time: 1_709_546_400_000,
  tags: ['sla-bridge', 'breach'],
  text: 'CS0001001: fix target missed',
};

async function failureOf(attempt: Promise<void>): Promise<AlertPushError> {
  const error = await attempt.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AlertPushError);
  return error as AlertPushError;
}

describe('Alertmanager', () => {
  const push = makePushAlerts('http://alertmanager.example/prefix');

  it('gets alerts as its API takes them', async () => {
    http('http://alertmanager.example')
      .post('/prefix/api/v2/alerts', [{ ...alert }])
      .reply(200);

    await push([alert]);
  });

  it('gets many in parts, and is left alone when there are none', async () => {
    const sizes: number[] = [];
    http('http://alertmanager.example')
      .post('/prefix/api/v2/alerts', (body: unknown[]) => sizes.push(body.length) > 0)
      .times(3)
      .reply(200);

    await push(Array.from({ length: 450 }, () => alert));
    await push([]);

    expect(sizes).toEqual([200, 200, 50]);
  });

  it.each([
    [400, true],
    [401, false],
    [404, false],
    [429, false],
    [500, false],
    [302, false],
  ])('answering %i is a refusal, hopeless: %s', async (status, isHopeless) => {
    http('http://alertmanager.example').post('/prefix/api/v2/alerts').reply(status, 'no');

    const error = await failureOf(push([alert]));
    expect(error).toMatchObject({ code: 'alert-push-refused', status, isHopeless });
  });

  it.each([
    ['ECONNREFUSED', 'alert-push-unreachable'],
    ['ETIMEDOUT', 'alert-push-timeout'],
  ])('failing with %s is told as %s', async (code, expected) => {
    http('http://alertmanager.example')
      .post('/prefix/api/v2/alerts')
      .replyWithError(Object.assign(new Error('x'), { code }));

    const error = await failureOf(push([alert]));
    expect(error).toMatchObject({ code: expected, isHopeless: false });
    expect(error.message).toContain(expected === 'alert-push-timeout' ? 'within 10 s' : 'ALERTMANAGER_URL');
  });
});

describe('Grafana', () => {
  it('gets annotations with the token', async () => {
    http('https://grafana.example')
      .post('/api/annotations', annotation)
      .matchHeader('authorization', 'Bearer secret-of-grafana')
      .reply(200, { id: 1 });

    await makeAnnotate('https://grafana.example', 'secret-of-grafana')(annotation);
  });

  it('refusing the token never brings it into the error', async () => {
    http('https://grafana.example')
      .post('/api/annotations')
      .reply(401, { message: 'Bearer secret-of-grafana' });

    const error = await failureOf(makeAnnotate('https://grafana.example', 'secret-of-grafana')(annotation));
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(
      'secret-of',
    );
    expect(error.cause).toBeUndefined();
  });
});
