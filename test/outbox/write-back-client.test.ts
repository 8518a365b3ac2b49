import { describe, expect, it } from 'vitest';
import { explainFailure, sendMessage } from '../../src/outbox/write-back-client.ts';
import type { SendFailureKind } from '../../src/outbox/write-back-job.ts';
import { ServiceNowError, type ServiceNowErrorCode } from '../../src/servicenow/servicenow-error.ts';

function failure(code: ServiceNowErrorCode, sent: boolean): ServiceNowError {
  return new ServiceNowError({
    code,
    message: `It was ${code}.`,
    method: 'PATCH',
    endpoint: '/api/now/table/incident/1',
    outcome: 'indefinite',
    sent,
  });
}

describe('a failed request means', () => {
  it.each<[ServiceNowErrorCode, boolean, SendFailureKind]>([
    ['servicenow-bad-request', true, 'refused'],
    ['servicenow-unauthorized', true, 'refused'],
    ['servicenow-forbidden', true, 'refused'],
    ['servicenow-unknown-table', true, 'refused'],
    ['servicenow-redirected', true, 'refused'],
    ['servicenow-rate-limited', true, 'unsent'],
    ['servicenow-held', false, 'unsent'],
    ['servicenow-unreachable', false, 'unsent'],
    ['servicenow-tls', false, 'unsent'],
    ['servicenow-stopped', false, 'unsent'],
    ['servicenow-unreachable', true, 'uncertain'],
    ['servicenow-stopped', true, 'uncertain'],
    ['servicenow-timeout', true, 'uncertain'],
    ['servicenow-server-error', true, 'uncertain'],
    ['servicenow-bad-body', true, 'uncertain'],
    ['servicenow-too-large', true, 'uncertain'],
  ])('for %s, sent %s: %s', (code, sent, kind) => {
    expect(explainFailure(failure(code, sent))).toMatchObject({
      code,
      kind,
      message: expect.stringContaining(`It was ${code}.`),
    });
  });

  it('for anything that is not of the network, that only the log can say more', () => {
    const explained = explainFailure(new Error('password=hunter2'));
    expect(explained).toMatchObject({ code: 'internal-error', kind: 'uncertain' });
    expect(explained.message).not.toContain('hunter2');
  });
});

describe('sending a message', () => {
  it('is one PATCH of its fields, which may be cut off, and tells the version that it made', async () => {
    const calls: unknown[][] = [];
    const patchRecord = async (...call: unknown[]) => {
      calls.push(call);
      return { sys_id: 'a', sys_mod_count: '12' };
    };
    type Sending = Parameters<typeof sendMessage>;
    const client = { patchRecord } as unknown as Sending[0];
    const message = {
      table: 'incident',
      sysId: 'a',
      fields: { work_notes: 'note' },
    } as unknown as Sending[1];
    const { signal } = new AbortController();
    expect(await sendMessage(client, message, signal)).toBe(12);
    expect(calls).toEqual([
      ['incident', 'a', { work_notes: 'note' }, ['sys_id', 'sys_mod_count', 'sys_updated_on'], signal],
    ]);
  });
});
