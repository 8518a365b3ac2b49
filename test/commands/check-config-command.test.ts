import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/commands/check-config-command.ts';
import { folderWith, runWith } from '../support/run-command.ts';
import { shippedPolicyFile, t } from '../support/story.ts';

const time = { now: () => t('10:00'), after: () => () => {} };
const config = path.dirname(shippedPolicyFile);
const shippedText = (name: string): string => readFileSync(path.join(config, name), 'utf8');

const check = (args: string[] = [], env = {}) => runWith((around) => run(args, around, time), { env });

describe('check-config', () => {
  test('says what was understood of policy, calendars and mapping, and where it was read', async () => {
    const { code, stdout, stderr } = await check();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Read ${shippedPolicyFile}`);
    const headings = stdout.split('\n').filter((line) => /^\S/.test(line));
    expect(headings.map((line) => line.split(/[:,]/)[0])).toEqual([
      expect.stringMatching(/^Read /),
      'Policy UCC',
      'Policy UCC',
      'Policy UCC',
      'Calendars',
      'Ticket details',
      'Notes to customers',
      'ServiceNow table sn_customerservice_case',
      'ServiceNow table incident',
      'ServiceNow table problem',
      'ServiceNow table change_request',
      'ServiceNow',
      'ServiceNow',
    ]);
  });

  test.each([
    'State (state): 1 is new, 3 is closed, 6 is resolved, 7 is cancelled, 10 is open, 18 is waiting.',
    'Priority (priority): 1 is critical, 2 is high, 3 is normal, 4 is low.',
    'Opened at opened_at; responded at the first version that is not new or, where it is filled, first_response_time.',
    'Diagnosed when cause is filled.',
    'Assignment groups: Level 1 Technicians is level 1, Level 2 Engineers is level 2, Level 3 Specialists is level 3, Level 4 Infrastructure is level 4, any other is level 1.',
  ])('says of the shipped mapping: %s', async (sentence) => {
    expect((await check()).stdout).toContain(`  ${sentence}\n`);
  });

  test('checks the files that the environment names', async () => {
    const name = await folderWith({ 'servicenow.yaml': 'tables: {}\n' });
    await expect(check([], { SERVICENOW_FILE: name('servicenow.yaml') })).rejects.toThrow(
      /servicenow\.yaml: /,
    );
  });

  test('names every fault of every file at once', async () => {
    const name = await folderWith({
      'policy.yaml': shippedText('policy.yaml').replace('advance: automatic', 'advance: perhaps'),
      'calendars.yaml': shippedText('calendars.yaml').replaceAll('Europe/London', 'Europe/Londinium'),
      'uk-bank-holidays.json': shippedText('uk-bank-holidays.json'),
      'servicenow.yaml': shippedText('servicenow.yaml').replaceAll('enabled: true', 'enabled: perhaps'),
    });
    const refused = check(['--policy', name('policy.yaml'), '--servicenow', name('servicenow.yaml')]);
    await expect(refused).rejects.toMatchObject({ code: 'config-invalid' });
    const { files } = (await refused.catch((error: unknown) => error)) as { files: { source: string }[] };
    expect(files.map(({ source }) => path.basename(source))).toEqual([
      'calendars.yaml',
      'policy.yaml',
      'servicenow.yaml',
    ]);
  });

  test('takes no further arguments', async () => {
    await expect(check(['policy.yaml'])).rejects.toThrow(/what is 'policy\.yaml'/);
  });
});
