import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it } from 'vitest';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA } from '../fixtures/allo.ts';
import { joinGroup, newComputer } from '../fixtures/relay/groups.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

it('SIGKILL while 50 computers pair leaves each of them with one whole device, or none, and all can pair again', async () => {
  const folder = await lab.folder();
  await cliOn(folder, ['agents', 'add', NORA]);
  const { token } = await cliOn(folder, ['groups', 'add', 'desks', '--all', '--devices', '50']);
  const secret = newSecret();
  const first = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => first.kill('SIGKILL'));
  const computers = Array.from({ length: 50 }, newComputer);
  const ask = (url: string) => (computer: string) => joinGroup(url, { token, agent: NORA, computer });
  let answered = 0;
  const askFirst = async (computer: string): Promise<void> => {
    await ask(first.url)(computer);
    answered += 1;
    if (answered === 5) await first.kill('SIGKILL');
  };
  await Promise.allSettled(computers.map(askFirst));

  const second = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => second.kill('SIGKILL'));
  const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
  const count = (sql: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.['n']);
  expect(count('device')).toBeGreaterThanOrEqual(5);
  expect(count('device WHERE id NOT IN (SELECT device FROM group_device)')).toBe(0);
  expect(count('group_device WHERE device NOT IN (SELECT id FROM device)')).toBe(0);
  const answers = await Promise.all(computers.map(ask(second.url)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(count('device')).toBe(50);
  db.close();
});
