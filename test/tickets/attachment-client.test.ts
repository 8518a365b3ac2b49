import { describe, expect, it } from 'vitest';
import { countAttachments } from '../../src/tickets/attachment-client.ts';
import { useHttpMock } from '../support/http-mock.ts';
import { instanceUrl, startClient } from '../support/servicenow-client.ts';

const http = useHttpMock();
const PATH = '/api/now/table/sys_attachment';
const idOf = (number: number): string => number.toString(16).padStart(32, '0');
const [one, two, three] = [idOf(1), idOf(2), idOf(3)] as [string, string, string];

/** The instance answers with these attachments, by the sys_id of their record. */
function answer(records: readonly object[], total = records.length) {
  const headers = { 'X-Total-Count': String(total) };
  http(instanceUrl).get(PATH).query(true).reply(200, { result: records }, headers);
}

const file = (sysId: string, type: string, name = 'file') => ({
  table_sys_id: sysId,
  table_name: 'sn_customerservice_case',
  file_name: name,
  content_type: type,
});

const count = (sysIds: readonly string[]) => {
  const { client, time } = startClient();
  return time.advanceUntil(countAttachments(client, sysIds));
};

it('counts the attachments of many records with one request', async () => {
  const query = {
    sysparm_query: `table_sys_idIN${one},${two},${three}`,
    sysparm_fields: 'table_sys_id,table_name,file_name,content_type',
  };
  http(instanceUrl)
    .get(PATH)
    .query((asked) => Object.entries(query).every(([name, value]) => asked[name] === value))
    .reply(200, { result: [file(one, 'text/csv'), file(two, 'image/png'), file(one, 'application/pdf')] });

  expect([...(await count([one, two, three]))]).toEqual([
    [one, { images: 0, documents: 2 }],
    [two, { images: 1, documents: 0 }],
    [three, { images: 0, documents: 0 }],
  ]);
});

it('takes the file name for it where the type says nothing', async () => {
  const vague = 'application/octet-stream';
  answer([
    file(one, vague, 'Screen.JPG'),
    file(one, '', 'shot.png'),
    file(one, vague, 'calls.log'),
    file(one, '', ''),
  ]);

  expect((await count([one])).get(one)).toEqual({ images: 2, documents: 2 });
});

it('does not count the content of image fields, which nobody attached', async () => {
  answer([{ ...file(one, 'image/png'), table_name: 'ZZ_YYsn_customerservice_case' }]);

  expect((await count([one])).get(one)).toEqual({ images: 0, documents: 0 });
});

it('asks about no more records at once than fit into an address', async () => {
  for (const _batch of [1, 2, 3]) answer([]);

  expect((await count(Array.from({ length: 250 }, (_, index) => idOf(index)))).size).toBe(250);
});

it('asks nothing where there is nothing to ask about', async () => {
  expect((await count([])).size).toBe(0);
});

describe('it is not known whether anything is attached', () => {
  it('where the instance sends fewer attachments than there are, unless one is seen', async () => {
    answer([file(one, 'text/plain')], 2);

    expect([...(await count([one, two]))]).toEqual([
      [one, { images: 0, documents: 1 }],
      [two, null],
    ]);
  });

  it('where the field is hidden that says to which record they belong', async () => {
    answer([{}]);

    expect((await count([one])).get(one)).toBeNull();
  });

  it.each([403, 404, 400])('where the table is refused with %i', async (status) => {
    http(instanceUrl)
      .get(PATH)
      .query(true)
      .reply(status, { error: { message: 'No' }, status: 'failure' });

    expect((await count([one])).get(one)).toBeNull();
  });
});

it('fails where the instance could not be asked, so that it is asked again', async () => {
  http(instanceUrl).get(PATH).query(true).times(3).reply(503, 'down for maintenance');

  await expect(count([one])).rejects.toMatchObject({ name: 'ServiceNowError' });
});
