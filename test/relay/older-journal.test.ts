import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src-relay/sqlite/schema/schema.ts';
import { ANA, NORA, ring } from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

it('a journal of the version before is taken over with what is in it', async () => {
  const folder = await lab.folder();
  const old = new DatabaseSync(join(folder, 'journal.db'));
  const versions = MIGRATIONS.slice(0, -1);
  for (const version of versions) old.exec(version);
  old.exec(`PRAGMA user_version = ${versions.length}; INSERT INTO journal (one, epoch) VALUES (1, 'old')`);
  old.prepare('INSERT INTO agent (email, floor, added_at) VALUES (?, 7, 0)').run(NORA);
  old.close();
  const relay = await lab.start({ folder });
  const nora = await relay.live(NORA);
  await relay.post(ring());
  expect(await nora.eventCount(1)).toMatchObject([{ seq: 8 }]);
  expect(await nora.frame('welcome')).toMatchObject({ epoch: 'old' });
  expect(await relay.cli('forget', ANA)).toMatchObject({ events: 1, clean: true });
});
