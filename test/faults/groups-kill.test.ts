import { afterEach, expect, it } from 'vitest';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA } from '../fixtures/allo.ts';
import { joinGroup, newComputer } from '../fixtures/relay/groups.ts';
import { cliOn, inJournal, relayLab } from '../fixtures/relay/lab.ts';

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
    // A relay that is kept waiting refuses, and has then promised nothing.
    if ((await ask(first.url)(computer)).status === 200) answered += 1;
    if (answered === 5) await first.kill('SIGKILL');
  };
  await Promise.allSettled(computers.map(askFirst));
  await first.kill('SIGKILL');

  const second = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => second.kill('SIGKILL'));
  const count = async (what: string): Promise<number> => {
    const row = await inJournal(folder, (sql) => sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${what}`));
    return row?.n ?? -1;
  };
  expect(answered).toBeGreaterThan(0);
  expect(await count('device')).toBeGreaterThanOrEqual(answered);
  expect(await count('device WHERE id NOT IN (SELECT device FROM group_device)')).toBe(0);
  expect(await count('group_device WHERE device NOT IN (SELECT id FROM device)')).toBe(0);
  const answers = await Promise.all(computers.map(ask(second.url)));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(await count('device')).toBe(50);
});
