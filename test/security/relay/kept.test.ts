import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { newSecret, NORA, post, ring } from '../../fixtures/allo.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { spawnRelay } from '../../../scripts/relay/process.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

it('R16 the relay keeps of tokens and codes their hashes alone: in the journal and in a backup there is none of them', async () => {
  const relay = await lab.start({ agents: [NORA] });
  const { token } = await relay.device(NORA);
  const { link } = await relay.cli('devices', 'pair', NORA);
  const code = new URL(String(link)).searchParams.get('code') ?? '';
  const { link: open } = await relay.cli('devices', 'pair', NORA);
  const asked = await fetch(new URL('/pair', relay.url), { method: 'POST', body: JSON.stringify({ code }) });
  const paired = (await asked.json()) as { token: string };
  const { token: groupToken } = await relay.cli('groups', 'add', 'desks', '--all');
  await relay.post(ring());
  await relay.cli('backup', join(relay.folder, 'backup.db'));
  await relay.stop();
  const secrets = [
    token,
    code,
    paired.token,
    new URL(String(open)).searchParams.get('code') ?? '',
    relay.secret,
    String(groupToken),
  ];
  expect(secrets.every((secret) => secret.length >= 22)).toBe(true);
  for (const name of await readdir(relay.folder)) {
    const bytes = await readFile(join(relay.folder, name));
    expect(secrets.flatMap((secret, at) => (bytes.includes(secret) ? [`${at} in ${name}`] : []))).toEqual([]);
  }
});

it('R17 what the relay writes is for its user alone', async () => {
  const folder = join(await lab.folder(), 'data');
  const secret = newSecret();
  const relay = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  await cliOn(folder, ['agents', 'add', NORA]);
  await post(relay.url, secret, ring());
  await cliOn(folder, ['secrets', 'add'], Date.now, newSecret());
  await cliOn(folder, ['backup', join(folder, 'backup.db')]);
  const modes = [folder, ...(await readdir(folder)).map((name) => join(folder, name))].map(async (path) => {
    const { mode } = await stat(path);
    return (mode & 0o077) === 0 ? null : `${path} ${(mode & 0o777).toString(8)}`;
  });
  expect((await Promise.all(modes)).filter((mode) => mode !== null)).toEqual([]);
});

it('R18 no secret of the relay stands in its command line, and no other program runs with it', async () => {
  const folder = await lab.folder();
  const secret = newSecret();
  const relay = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  const pid = String(relay.child.pid);
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  expect(line).toContain('ringside-relay');
  expect(line).not.toContain(secret.slice('whsec_'.length));
  const tasks = await readdir(`/proc/${pid}/task`);
  const children = tasks.map(
    async (task) => await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => ''),
  );
  expect((await Promise.all(children)).join('').trim()).toBe('');
});
