import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA, post, ring, type Posted } from '../fixtures/allo.ts';
import { connectAgent, goLive, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { addAgents, addDevice, relayLab, storeOf } from '../fixtures/relay/lab.ts';
import { portToKeep } from '../fixtures/port.ts';
import { spawnRelay, type SpawnOptions, type RelayProcess } from '../../scripts/relay/process.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

interface Place {
  readonly folder: string;
  readonly secret: string;
  readonly token: string;
}

async function place(): Promise<Place> {
  const folder = await lab.folder();
  await addAgents(folder, [NORA]);
  const { token } = await addDevice(folder, NORA);
  return { folder, secret: newSecret(), token };
}

async function start(options: SpawnOptions): Promise<RelayProcess> {
  const relay = await spawnRelay({ ...options, env: { ...storeOf(options.folder), ...options.env } });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  return relay;
}

/** Posts until it is answered 2xx, as Allo does, but without its pauses; the relay may be down meanwhile. */
async function postUntilAccepted(
  url: () => string,
  secret: string,
  id: string,
  body: string,
): Promise<Posted> {
  for (;;) {
    const posted = await post(url(), secret, body, { id }).catch(() => null);
    if (posted !== null && posted.status === 200) return posted;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function resumed(
  url: string,
  token: string,
  epoch: string | null,
  after: number,
): Promise<AgentSocket> {
  const socket = await connectAgent(url, token);
  lab.onCleanUp(socket.drop);
  socket.resume(epoch, after);
  await socket.frame('live');
  return socket;
}

describe('SIGKILL', () => {
  it('between accepting and delivering loses nothing', async () => {
    const at = await place();
    const first = await start(at);
    const before = await goLive(first.url, at.token);
    const { epoch } = await before.frame('welcome');
    before.hang();
    const { id } = await post(first.url, at.secret, ring());
    await first.kill('SIGKILL');
    before.drop();
    const second = await start(at);
    const after = await resumed(second.url, at.token, epoch, 0);
    expect(after.events.map((e) => [e.seq, e.webhookId])).toEqual([[1, id]]);
    expect((await post(second.url, at.secret, ring(), { id })).body).toEqual({ status: 'duplicate' });
  });

  it('under load, again and again, loses and doubles nothing', async () => {
    const at = await place();
    const port = await portToKeep();
    let relay = await start({ ...at, port });
    const { url } = relay;
    const accepted: string[] = [];
    const load = { goesOn: true };
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      for (let i = 0; load.goesOn; i += 1) {
        const id = `msg_${sender}_${i}`;
        const from_number = `+4420794600${String(sender).padStart(2, '0')}`;
        await postUntilAccepted(() => url, at.secret, id, JSON.stringify(ring({ from_number })));
        accepted.push(id);
      }
    });
    const seen: [number, string][] = [];
    let epoch: string | null = null;
    for (let round = 0; round < 4; round += 1) {
      const socket = await connectAgent(url, at.token);
      socket.resume(epoch, seen.at(-1)?.[0] ?? 0);
      ({ epoch } = await socket.frame('welcome'));
      await socket.eventCount(60);
      await relay.kill('SIGKILL');
      await socket.closed;
      seen.push(...socket.events.map((e): [number, string] => [e.seq, e.webhookId]));
      relay = await start({ ...at, port });
    }
    load.goesOn = false;
    await Promise.all(senders);
    const last = await resumed(url, at.token, epoch, seen.at(-1)?.[0] ?? 0);
    seen.push(...last.events.map((e): [number, string] => [e.seq, e.webhookId]));
    expect(seen.map(([seq]) => seq)).toEqual(Array.from({ length: seen.length }, (_, i) => i + 1));
    expect(seen.map(([, id]) => id).sort()).toEqual([...accepted].sort());
  }, 120_000);
});

describe('SIGTERM', () => {
  it('drains: sockets are told to come back, what was accepted is kept, and the exit is clean', async () => {
    const at = await place();
    const relay = await start(at);
    const nora = await goLive(relay.url, at.token);
    const posting = Array.from({ length: 50 }, () => post(relay.url, at.secret, ring()).catch(() => null));
    await nora.eventCount(1);
    const since = Date.now();
    const code = relay.kill('SIGTERM');
    const answers = await Promise.all(posting);
    expect(await nora.closed).toBe(1012);
    expect(await code).toBe(0);
    expect(Date.now() - since).toBeLessThan(5000);
    expect(answers.filter((a) => a !== null && a.status !== 200 && a.status !== 503)).toEqual([]);
    const accepted = answers.filter((a) => a?.status === 200).map((a) => a?.id);
    const again = await start(at);
    const after = await resumed(again.url, at.token, null, 0);
    const kept = new Set<string>(after.events.map((e) => e.webhookId));
    expect(accepted.filter((id) => id !== undefined && !kept.has(id))).toEqual([]);
  });

  it('does not wait for a device that hangs', async () => {
    const at = await place();
    const relay = await start(at);
    const nora = await goLive(relay.url, at.token);
    lab.onCleanUp(nora.drop);
    nora.hang();
    const since = Date.now();
    expect(await relay.kill('SIGTERM')).toBe(0);
    expect(Date.now() - since).toBeLessThan(5000);
  });

  it('SIGINT tells the devices that the relay goes away', async () => {
    const at = await place();
    const relay = await start(at);
    const nora = await goLive(relay.url, at.token);
    expect(await relay.kill('SIGINT')).toBe(0);
    expect(await nora.closed).toBe(1001);
  });
});

describe('a start', () => {
  /** Node's own file seems to be one that may not be executed. */
  const UNSTARTABLE = "--import=data:text/javascript,process.execPath='/etc/hostname'";
  const CONFINED = '--permission --allow-fs-read=* --allow-fs-write=* --allow-worker';

  it('says where it listens, in one line', async () => {
    const relay = await start(await place());
    expect(JSON.parse(relay.stdout())).toEqual({ listening: relay.url });
    expect(relay.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it.each([
    ['an empty secret', { ALLO_WEBHOOK_SECRETS: 'whsec_' }, /ALLO_WEBHOOK_SECRETS: .*empty/],
    ['a short secret', { ALLO_WEBHOOK_SECRETS: 'whsec_MTIzNA==' }, /fewer than 24/],
    ['a bad port', { RINGSIDE_PORT: 'http' }, /RINGSIDE_PORT/],
    ['another engine', { RINGSIDE_STORE: 'mysql://u:secret@db' }, /RINGSIDE_STORE: postgres:(?!.*secret)/],
    [
      'a folder that is a file',
      { RINGSIDE_DATA: '/dev/null/data' },
      /cannot keep a journal in \/dev\/null\/data/,
    ],
  ])('with %s ends with one clear line', async (_, env, message) => {
    const at = await place();
    const relay = await start({ ...at, env });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(message);
    expect(relay.stderr().trimEnd().split('\n')).toHaveLength(1);
    expect(relay.stdout()).toBe('');
  });

  it.each([
    ['is bounded, in the very process that was started', {}, ' --max-semi-space-size=16 '],
    ['is what the admin says', { NODE_OPTIONS: '--max-semi-space-size=32' }, null],
    ['is V8’s own where the system refuses', { NODE_OPTIONS: UNSTARTABLE }, null],
    ['is V8’s own where Node may start no other program', { NODE_OPTIONS: CONFINED }, null],
  ])('the young generation %s', async (_, env, flag) => {
    const relay = await start({ ...(await place()), env });
    const command = execFileSync('ps', ['-o', 'args=', '-p', String(relay.pid)], { encoding: 'utf8' });
    expect(command).toMatch(/ serve$/m);
    if (flag === null) expect(command).not.toContain('semi-space');
    else expect(command).toContain(flag);
  });

  it('with a bad config names the field', async () => {
    const at = await place();
    await writeFile(join(at.folder, 'relay.config.json'), '{"crm":{"preset":"hubspot","portal":"abc"}}');
    const relay = await start(at);
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(/relay\.config\.json: crm\.portal: /);
  });

  it('on a taken port says so', async () => {
    const at = await place();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    lab.onCleanUp(() => other.close());
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const relay = await start({ ...at, port });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(new RegExp(`port ${port} on 127.0.0.1 is taken`));
  });

  it('on a folder that another relay serves is refused; after its SIGKILL it is not', async () => {
    const at = await place();
    const first = await start(at);
    const second = await start(at);
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toMatch(/another relay is running on/);
    await first.kill('SIGKILL');
    expect((await start(at)).url).not.toBe('');
  });
});
