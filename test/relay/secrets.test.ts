import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseSecrets } from '../../src-relay/webhook-secrets/signature.ts';
import { secretsIn } from '../../src-relay/webhook-secrets/secrets-file.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { cliOn, relayLab, storeOf, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const nameOf = (secret: string): string => parseSecrets(secret)[0]?.fingerprint ?? '';
const statusWith = async (relay: LabRelay, secret: string): Promise<number> =>
  (await post(relay.url, secret, ring())).status;

describe('a webhook secret', () => {
  it('that is added while the relay runs is good at once, next to the one of the environment', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const next = newSecret();
    expect(await statusWith(relay, next)).toBe(401);
    expect(await cliOn(relay.folder, ['secrets', 'add'], Date.now, `${next}\n`)).toEqual({
      added: [nameOf(next)],
      inForce: true,
    });
    expect(await statusWith(relay, next)).toBe(200);
    expect(await statusWith(relay, relay.secret)).toBe(200);
    expect((await stat(join(relay.folder, 'webhook-secrets'))).mode & 0o777).toBe(0o600);
    expect(relay.log()).toContain('the webhook secrets were changed');
    expect(relay.log()).not.toContain(next.slice('whsec_'.length));
  });

  it('that is the first one makes the relay ready, without a restart', async () => {
    const relay = await lab.start({ agents: [NORA], secret: '' });
    const first = newSecret();
    expect(await statusWith(relay, first)).toBe(503);
    await cliOn(relay.folder, ['secrets', 'add'], Date.now, first);
    expect(await statusWith(relay, first)).toBe(200);
    expect(await relay.metric('ringside_ready')).toBe(1);
  });

  it('that is removed is refused at once, and is told apart by its fingerprint', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [old, next] = [newSecret(), newSecret()];
    await cliOn(relay.folder, ['secrets', 'add'], Date.now, `${old}, ${next}`);
    expect(await statusWith(relay, old)).toBe(200);
    const { secrets } = (await relay.cli('secrets', 'list')) as { secrets: Record<string, unknown>[] };
    expect(secrets).toEqual([
      expect.objectContaining({ fingerprint: nameOf(old), from: 'file', inForce: true, webhooks: 1 }),
      expect.objectContaining({ fingerprint: nameOf(next), from: 'file', inForce: true, webhooks: 0 }),
      expect.objectContaining({ fingerprint: nameOf(relay.secret), from: 'environment', inForce: true }),
    ]);
    expect(await relay.cli('secrets', 'remove', nameOf(old))).toEqual({
      removed: nameOf(old),
      inForce: false,
    });
    expect(await statusWith(relay, old)).toBe(401);
    expect(await statusWith(relay, next)).toBe(200);
    await expect(relay.cli('secrets', 'remove', nameOf(old))).rejects.toThrow('there is no secret');
    await expect(relay.cli('secrets', 'remove', nameOf(next))).rejects.toThrow('the only one');
  });

  it('that is no secret is refused without being repeated, and changes nothing', async () => {
    const folder = await lab.folder();
    for (const bad of ['', 'hush-hush', 'whsec_', 'whsec_MTIzNA==']) {
      const refused = cliOn(folder, ['secrets', 'add'], Date.now, bad);
      await expect(refused).rejects.toThrow('exit 2');
      await refused.catch((error: Error) => expect(error.message).not.toMatch(/hush|MTIz/));
    }
    await expect(stat(join(folder, 'webhook-secrets'))).rejects.toThrow('ENOENT');
  });

  it('file that cannot be used keeps what it held before in force, and is told of without its text', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const next = newSecret();
    const file = join(relay.folder, 'webhook-secrets');
    await writeFile(file, `# from Allo\n${next}   # of May\n`);
    await until('the secret', async () => (await statusWith(relay, next)) === 200);
    await writeFile(file, `${next}\nhush-hush\n`);
    await until('word of it', () => relay.log().includes('the secrets file is refused'));
    expect(await statusWith(relay, next)).toBe(200);
    expect(relay.log()).not.toContain('hush');
    await writeFile(file, '');
    await until('the change', async () => (await statusWith(relay, next)) === 401);
    expect(await statusWith(relay, relay.secret)).toBe(200);
  });

  it('file may hold commas, lines, spaces and comments', () => {
    const [a, b, c] = [newSecret(), newSecret(), newSecret()];
    const names = secretsIn(`\uFEFF# two\n${a}, ${b}\r\n\n  ${c} # whsec_no\n`).map((one) => one.fingerprint);
    expect(names).toEqual([nameOf(a), nameOf(b), nameOf(c)]);
    expect(secretsIn('# none\n')).toEqual([]);
    expect(secretsIn(`# old Mac\r${a}\r${b} # both`)).toHaveLength(2);
  });

  it('file keeps what the admin wrote into it, and stays a link, when secrets come and go', async () => {
    const folder = await lab.folder();
    const [a, b, c] = [newSecret(), newSecret(), newSecret()];
    const real = join(folder, 'secrets.real');
    await writeFile(real, `# ours\r\n${a} # of May\n${b}`);
    await symlink('secrets.real', join(folder, 'webhook-secrets'));
    await cliOn(folder, ['secrets', 'add'], Date.now, c);
    expect(await readFile(real, 'utf8')).toBe(`# ours\n${a} # of May\n${b}\n${c}\n`);
    await cliOn(folder, ['secrets', 'remove', nameOf(a)]);
    expect(await readFile(real, 'utf8')).toBe(`# ours\n${b}\n${c}\n`);
    await writeFile(real, `${a},${b} # both`);
    await cliOn(folder, ['secrets', 'remove', nameOf(a)]);
    expect(await readFile(real, 'utf8')).toBe(`${b} # both\n`);
  });

  it('file is looked at on SIGHUP, which ends nothing', async () => {
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA]);
    const secret = newSecret();
    const relay = await spawnRelay({ folder, secret, env: storeOf(folder) });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    const next = newSecret();
    await writeFile(join(folder, 'webhook-secrets'), next);
    relay.child.kill('SIGHUP');
    await until('the secret', async () => (await post(relay.url, next, ring())).status === 200);
  });
});

describe('how the relay is', () => {
  const ask = (relay: LabRelay, headers: Record<string, string>): Promise<number> =>
    fetch(new URL('/control/status', relay.url), { headers }).then(({ status }) => status);

  it('is told to who may read the data folder, and to nobody else', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const file = join(relay.folder, 'control.token');
    const token = await readFile(file, 'utf8');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const good = { Authorization: `Bearer ${token}` };
    expect(await ask(relay, good)).toBe(200);
    expect(await ask(relay, {})).toBe(404);
    expect(await ask(relay, { Authorization: `Bearer ${token}x` })).toBe(404);
    // Through a proxy on this machine.
    expect(await ask(relay, { ...good, 'X-Forwarded-For': '203.0.113.7' })).toBe(404);
    const { token: device } = await relay.device(NORA);
    expect(await ask(relay, { Authorization: `Bearer ${device}` })).toBe(404);
  });

  it('names no secret and no person', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    await relay.post(ring({ user_email: 'somebody@else.example' }));
    const token = await readFile(join(relay.folder, 'control.token'), 'utf8');
    const headers = { Authorization: `Bearer ${token}` };
    const text = await (await fetch(new URL('/control/status', relay.url), { headers })).text();
    const secrets = [relay.secret.slice('whsec_'.length), token, 'nora', 'somebody', 'Lopez', '99001234'];
    expect(secrets.filter((word) => text.includes(word))).toEqual([]);
  });
});
