import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { changesFrom } from '../../src/servicenow/queries.ts';
import { ServiceNowError } from '../../src/servicenow/servicenow-error.ts';
import { parseInstant } from '../../src/time/instant.ts';
import { useHttpMock } from '../support/http-mock.ts';
import { type ClientUnderTest, instanceUrl, startClient } from '../support/servicenow-client.ts';

const http = useHttpMock();
const sysId = '0123456789abcdef0123456789abcdef';
const casePath = `/api/now/table/sn_customerservice_case/${sysId}`;
const everything = changesFrom(null, null);

function queryCases({ client, time }: ClientUnderTest) {
  return time.advanceUntil(
    client.queryPage({
      table: 'sn_customerservice_case',
      query: everything,
      fields: ['sys_id', 'state'],
      limit: 2,
    }),
  );
}

function patchCase({ client, time }: ClientUnderTest) {
  return time.advanceUntil(
    client.patchRecord('sn_customerservice_case', sysId, { escalation: '1' }, ['sys_id', 'sys_mod_count']),
  );
}

async function failureOf(promise: Promise<unknown>): Promise<ServiceNowError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ServiceNowError);
  return error as ServiceNowError;
}

describe('a page of records', () => {
  it('is asked for with the query, the fields, stored values and the credential', async () => {
    http(instanceUrl)
      .get('/api/now/table/sn_customerservice_case')
      .query({
        sysparm_query: 'ORDERBYsys_updated_on^ORDERBYsys_id',
        sysparm_fields: 'sys_id,state',
        sysparm_limit: '2',
        sysparm_display_value: 'false',
        sysparm_exclude_reference_link: 'true',
        sysparm_suppress_pagination_header: 'true',
      })
      .matchHeader('authorization', `Basic ${Buffer.from('sla.bridge:pass-word-1').toString('base64')}`)
      .matchHeader('accept', 'application/json')
      .reply(
        200,
        { result: [{ sys_id: sysId, state: '1' }] },
        { 'X-Total-Count': '7', Date: 'Mon, 02 Mar 2026 09:00:00 GMT' },
      );

    expect(await queryCases(startClient())).toEqual({
      records: [{ sys_id: sysId, state: '1' }],
      totalCount: 7,
      serverAt: parseInstant('2026-03-02T09:00:00Z'),
    });
  });

  it('has references as plain sys_ids, whatever shape they come in, and null as empty', async () => {
    const result = [{ account: { link: 'https://x/y', value: 'aa' }, contact: '', product: null, odd: [1] }];
    http(instanceUrl).get(/.*/).reply(200, { result });
    const page = await queryCases(startClient());
    expect(page.records).toEqual([{ account: 'aa', contact: '', product: '', odd: undefined }]);
    expect(page.totalCount).toBeNull();
  });

  const cancelled =
    '{"result":[{"sys_id":"a"}""],"error":{"message":"Transaction cancelled: maximum execution time exceeded"},"status":"failure"}';
  it.each([
    ['a web page', '<html><body>Hibernating</body></html>', 'text/html', 'servicenow-bad-body', 2],
    ['a web page that calls itself JSON', '<html></html>', 'application/json', 'servicenow-bad-body', 2],
    ['broken-off JSON', '{"result":[{"sys_id":"a"},', 'application/json', 'servicenow-bad-body', 2],
    ['a cancelled query', cancelled, 'application/json', 'servicenow-bad-body', 2],
    [
      'rows beside an error',
      '{"result":[{"sys_id":"a"}],"error":{"message":"Transaction cancelled"}}',
      'application/json',
      'servicenow-partial-result',
      1,
    ],
    ['a stray row', '{"result":[{"sys_id":"a"},""]}', 'application/json', 'servicenow-bad-body', 2],
    ['no list', '{"result":{"sys_id":"a"}}', 'application/json', 'servicenow-bad-body', 2],
    ['no result', '{"status":"success"}', 'application/json', 'servicenow-bad-body', 2],
    ['null', 'null', 'application/json', 'servicenow-bad-body', 2],
    ['nothing', '', 'application/json', 'servicenow-bad-body', 2],
  ])('is refused as a whole when the answer is %s', async (_what, body, type, code, times) => {
    http(instanceUrl).get(/.*/).times(times).reply(200, body, { 'Content-Type': type });
    expect(await failureOf(queryCases(startClient()))).toMatchObject({
      code,
      status: 200,
      outcome: 'definite',
    });
  });

  it.each([
    [
      400,
      { error: { message: 'Invalid table nothing', detail: null }, status: 'failure' },
      'servicenow-unknown-table',
    ],
    [400, { error: { message: 'Bad header' } }, 'servicenow-bad-request'],
    [
      403,
      { error: { message: 'Insufficient rights to query records', detail: null } },
      'servicenow-forbidden',
    ],
    [302, '', 'servicenow-redirected'],
    [202, '', 'servicenow-bad-body'],
    [418, '', 'servicenow-bad-request'],
  ])('fails on status %i with a code and what to do', async (status, body, code) => {
    const times = code === 'servicenow-bad-body' ? 2 : 1;
    http(instanceUrl).get(/.*/).times(times).reply(status, body, { Location: 'https://elsewhere.example/' });
    expect(await failureOf(queryCases(startClient()))).toMatchObject({ code, status });
  });

  it('is asked for again when the instance fails, and comes', async () => {
    http(instanceUrl).get(/.*/).reply(503, 'maintenance').get(/.*/).reply(200, { result: [] });
    const { records } = await queryCases(startClient());
    expect(records).toEqual([]);
  });

  it('is refused when it is larger than allowed, also if it is small on the wire', async () => {
    const bomb = gzipSync(JSON.stringify({ result: [{ short_description: 'x'.repeat(2_000_000) }] }));
    http(instanceUrl)
      .get(/.*/)
      .reply(200, bomb, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' });
    const failure = await failureOf(queryCases(startClient()));
    expect(failure.code).toBe('servicenow-too-large');
    expect(failure.message).toContain('instance.pageSize');
  });

  it('fails when no complete answer comes in time', async () => {
    http(instanceUrl).get(/.*/).times(2).delay(60_000).reply(200, { result: [] });
    const failure = await failureOf(queryCases(startClient({ timeoutMs: 2_000 })));
    expect(failure).toMatchObject({ code: 'servicenow-timeout', status: null });
  });
});

describe('a single record', () => {
  it('is null where ServiceNow knows none', async () => {
    const { client, time } = startClient();
    const error = {
      message: 'No Record found',
      detail: "Record doesn't exist or ACL restricts the record retrieval",
    };
    http(instanceUrl).get(casePath).query(true).reply(404, { error, status: 'failure' });
    expect(
      await time.advanceUntil(client.getRecord('sn_customerservice_case', sysId, ['sys_id'])),
    ).toBeNull();
  });

  it('does not vanish because a gateway answers 404', async () => {
    const { client, time } = startClient();
    http(instanceUrl).get(casePath).query(true).times(2).reply(404, '<html>Not Found</html>');
    const failure = await failureOf(
      time.advanceUntil(client.getRecord('sn_customerservice_case', sysId, ['sys_id'])),
    );
    expect(failure.code).toBe('servicenow-bad-body');
  });

  it('is never asked for by anything but a sys_id', async () => {
    const { client } = startClient();
    await expect(client.getRecord('incident', '../sys_user', ['sys_id'])).rejects.toThrow(TypeError);
    await expect(client.getRecord('incident/..', sysId, ['sys_id'])).rejects.toThrow(TypeError);
  });
});

describe('a write', () => {
  it('sends the fields as JSON and gives back the record as it is afterwards', async () => {
    http(instanceUrl)
      .patch(casePath, { escalation: '1' })
      .query({
        sysparm_fields: 'sys_id,sys_mod_count',
        sysparm_display_value: 'false',
        sysparm_exclude_reference_link: 'true',
      })
      .matchHeader('content-type', 'application/json')
      .reply(200, { result: { sys_id: sysId, sys_mod_count: '5' } });
    expect(await patchCase(startClient())).toEqual({ sys_id: sysId, sys_mod_count: '5' });
  });

  it.each([
    [400, 'definite'],
    [401, 'definite'],
    [403, 'definite'],
    [404, 'definite'],
    [429, 'definite'],
    [500, 'indefinite'],
    [502, 'indefinite'],
    [503, 'indefinite'],
  ])('answered by %i is not repeated, and its outcome is %s', async (status, outcome) => {
    http(instanceUrl)
      .patch(casePath)
      .query(true)
      .reply(status, { error: { message: 'no', detail: null } });
    expect(await failureOf(patchCase(startClient()))).toMatchObject({
      status,
      outcome,
      sent: true,
      method: 'PATCH',
    });
  });

  it.each([
    ['ECONNREFUSED', 'definite', 'servicenow-unreachable'],
    ['ENOTFOUND', 'definite', 'servicenow-unreachable'],
    ['CERT_HAS_EXPIRED', 'definite', 'servicenow-tls'],
    ['ECONNRESET', 'indefinite', 'servicenow-unreachable'],
    ['EPIPE', 'indefinite', 'servicenow-unreachable'],
  ])('that ends in %s has a %s outcome', async (code, outcome, expected) => {
    http(instanceUrl)
      .patch(casePath)
      .query(true)
      .replyWithError(Object.assign(new Error('no'), { code }));
    const failure = await failureOf(patchCase(startClient()));
    expect(failure).toMatchObject({ outcome, code: expected, sent: outcome === 'indefinite' });
  });

  it('without a readable answer has an indefinite outcome', async () => {
    http(instanceUrl).patch(casePath).query(true).reply(200, '{"result":{');
    expect(await failureOf(patchCase(startClient()))).toMatchObject({ outcome: 'indefinite' });
    http(instanceUrl).patch(casePath).query(true).delay(60_000).reply(200, { result: {} });
    expect(await failureOf(patchCase(startClient({ timeoutMs: 2_000 })))).toMatchObject({
      outcome: 'indefinite',
      code: 'servicenow-timeout',
    });
  });

  it('that is broken off while under way has an indefinite outcome', async () => {
    const { client, time } = startClient();
    const stop = new AbortController();
    http(instanceUrl).patch(casePath).query(true).delay(60_000).reply(200, { result: {} });
    const sent = client.patchRecord(
      'sn_customerservice_case',
      sysId,
      { escalation: '1' },
      ['sys_id'],
      stop.signal,
    );
    time.after(500, () => stop.abort());
    expect(await failureOf(time.advanceUntil(sent))).toMatchObject({
      code: 'servicenow-stopped',
      outcome: 'indefinite',
    });
  });
});

describe('a failure', () => {
  it('never shows the credential, however closely it is looked at', async () => {
    http(instanceUrl)
      .patch(casePath)
      .query(true)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    http(instanceUrl)
      .patch(casePath)
      .query(true)
      .reply(401, { error: { message: 'User Not Authenticated' } });
    for (const under of [startClient(), startClient()]) {
      const failure = await failureOf(patchCase(under));
      const shown = inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure);
      expect(shown).not.toContain('pass-word-1');
      expect(shown).not.toContain(Buffer.from('sla.bridge:pass-word-1').toString('base64'));
    }
  });

  it('excerpts what ServiceNow said, bounded and on one line', async () => {
    const message = `Operation against file 'x' was\naborted by Business Rule ${'long '.repeat(100)}`;
    http(instanceUrl)
      .patch(casePath)
      .query(true)
      .reply(403, { error: { message, detail: null } });
    const failure = await failureOf(patchCase(startClient()));
    expect(failure.message).toContain('aborted by Business Rule');
    expect(failure.message).not.toContain('\n');
    expect(failure.message.length).toBeLessThan(500);
  });
});

describe('counting', () => {
  it('reads the count of the aggregate API', async () => {
    const { client, time } = startClient();
    http(instanceUrl)
      .get('/api/now/stats/incident')
      .query({ sysparm_query: everything, sysparm_count: 'true' })
      .reply(200, { result: { stats: { count: '123' } } });
    expect(await time.advanceUntil(client.countRecords('incident', everything))).toBe(123);
  });

  it('refuses an answer without a count', async () => {
    const { client, time } = startClient();
    http(instanceUrl).get(/.*/).times(2).reply(200, { result: [] });
    expect(await failureOf(time.advanceUntil(client.countRecords('incident', everything)))).toMatchObject({
      code: 'servicenow-bad-body',
    });
  });
});

describe('looking for a marker', () => {
  const marker = '[sla-bridge:abcdefgh]';
  const answer = (result: unknown[], total: number) =>
    http(instanceUrl)
      .get('/api/now/table/sys_journal_field')
      .query((query) => query['sysparm_query'] === `element_id=${sysId}^valueLIKE${marker}`)
      .reply(200, { result }, { 'X-Total-Count': String(total) });
  const find = () => {
    const { client, time } = startClient();
    return time.advanceUntil(client.findMarker(sysId, marker));
  };

  it('finds it in a note of that record', async () => {
    answer([{ element_id: sysId, value: `Escalated.\n${marker}` }], 1);
    expect(await find()).toBe(true);
  });

  it('does not take a note that matches in other letters only for ours', async () => {
    answer([{ element_id: sysId, value: '[SLA-BRIDGE:ABCDEFGH]' }], 1);
    expect(await find()).toBe(false);
  });

  it('finds nothing where there is nothing', async () => {
    answer([], 0);
    expect(await find()).toBe(false);
  });

  it('does not say "not there" when entries are hidden from the account', async () => {
    answer([], 1);
    expect(await failureOf(find())).toMatchObject({ code: 'servicenow-journal-unreadable' });
    answer([{ element_id: sysId }], 1);
    expect(await failureOf(find())).toMatchObject({ code: 'servicenow-journal-unreadable' });
  });
});

describe('every exchange', () => {
  it('is reported with its outcome, repeated ones one by one', async () => {
    const under = startClient();
    http(instanceUrl)
      .get(/.*/)
      .reply(200, '<html>')
      .get(/.*/)
      .reply(500, '')
      .get(/.*/)
      .reply(200, { result: [] });
    http(instanceUrl).patch(casePath).query(true).reply(403, {});
    await queryCases(under);
    await failureOf(patchCase(under));
    expect(under.exchanges.map(({ operation, outcome, table }) => [operation, outcome, table])).toEqual([
      ['query', 'bad_body', 'sn_customerservice_case'],
      ['query', 'http_5xx', 'sn_customerservice_case'],
      ['query', 'ok', 'sn_customerservice_case'],
      ['patch', 'http_4xx', 'sn_customerservice_case'],
    ]);
  });
});
