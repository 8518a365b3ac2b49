import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../src/commands/migrate-command.ts';
import { openDatabase } from '../../src/store/database.ts';
import { folderWith, runWith } from '../support/run-command.ts';

test('migrate brings the embedded database up to date, and finds it so the next time', async () => {
  const name = await folderWith({});
  const dataDir = path.join(name('data'), 'deeper');
  const migrate = () => runWith((around) => run([], around), { env: { DATA_DIR: dataDir } });
  expect((await migrate()).stdout).toMatch(/^Migrated: 0001-first-tables/);
  expect(await migrate()).toEqual({ code: 0, stdout: 'The schema was up to date.\n', stderr: '' });
  const open = await openDatabase({ kind: 'pglite', dataDir: path.join(dataDir, 'pglite') });
  expect(await open.db.selectFrom('ticket').selectAll().execute()).toEqual([]);
  await open.close();
});

test('migrate refuses an environment that is broken, naming the variable', async () => {
  const refused = runWith((around) => run([], around), { env: { DATABASE_URL: 'mysql://nowhere' } });
  await expect(refused).rejects.toMatchObject({
    code: 'environment-invalid',
    message: expect.stringContaining('DATABASE_URL'),
  });
});
