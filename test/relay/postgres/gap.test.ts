import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-relay/postgres/opened.ts';
import { gapKeeping } from '../../../src-relay/recovery/gap.ts';
import { takeDatabase } from '../../fixtures/postgres/shared.ts';

it('a gap that a relay opens while another one has read the last is not lost', async () => {
  const { settings, giveBack } = await takeDatabase();
  const database = openMigrated(settings);
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
    await giveBack();
  }
});
