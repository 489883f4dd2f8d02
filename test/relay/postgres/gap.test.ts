import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-relay/postgres/opened.ts';
import { gapKeeping } from '../../../src-relay/recovery/gap.ts';
import { settingsOf } from '../../fixtures/postgres/server.ts';
import { sharedPostgres } from '../../fixtures/postgres/shared.ts';

it('a gap that a relay opens while another one has read the last is not lost', async () => {
  const { databases, url } = await sharedPostgres();
  const name = await databases.take();
  const database = openMigrated(settingsOf(url(name)));
  try {
    const now = Date.now();
    await database.transaction(async (sql) => {
      await sql.run('INSERT INTO webhook (id, received_at) VALUES (?, ?)', 'wh_1', now - 60_000);
    });
    for (let round = 0; round < 12; round += 1) {
      await database.transaction((sql) => gapKeeping(sql).open(now));
      await database.transaction((sql) => gapKeeping(sql).read(now));
      await Promise.all([
        database.transaction((sql) => gapKeeping(sql).read(now)),
        database.transaction((sql) => gapKeeping(sql).open(now)),
      ]);
      expect(await gapKeeping(database.read).left()).not.toBeNull();
    }
  } finally {
    await database.close();
    await databases.giveBack(name);
  }
});
