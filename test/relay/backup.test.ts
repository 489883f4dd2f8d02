import { execFile } from 'node:child_process';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallBook } from '../../src-main/book/call-book.ts';
import { openCallBook } from '../../src-main/book/open-book.ts';
import { createSeal } from '../../src-main/book/seal.ts';
import { ANA, newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { connectAgent, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { RELAY, spawnRelay, type RelayProcess } from '../../scripts/relay/process.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
const run = promisify(execFile);
afterEach(lab.cleanUp);

async function start(folder: string, secret: string): Promise<RelayProcess> {
  const relay = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  return relay;
}

/** The call book of the real app. */
async function bookIn(folder: string): Promise<CallBook> {
  const book = await openCallBook({
    path: join(folder, 'calls.book'),
    seal: createSeal(Buffer.alloc(32, 7)),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onDurable: () => {},
  });
  lab.onCleanUp(book.close);
  return book;
}

/** Connects as the app does, from its book's cursor, and enters everything up to `live`. */
async function catchUp(relay: RelayProcess, token: string, book: CallBook): Promise<AgentSocket> {
  const socket = await connectAgent(relay.url, token);
  lab.onCleanUp(socket.drop);
  const { epoch, after } = book.cursor();
  socket.resume(epoch, after);
  await socket.frame('live');
  for (const frame of socket.frames) book.receive(frame);
  return socket;
}

/** Rings of callers of their own, one after the other, so that each is a call. */
async function rings(relay: RelayProcess, secret: string, from: number, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = from; i < from + count; i += 1) {
    const id = `msg_ring-${i}`;
    const number = `+3319900${String(2000 + i)}`;
    expect((await post(relay.url, secret, ring({ from_number: number }), { id })).status).toBe(200);
    ids.push(id);
  }
  return ids;
}

const callsIn = (book: CallBook) => book.order();
const idsIn = (book: CallBook): string[] =>
  callsIn(book)
    .flatMap(({ key }) => book.events(key).map((event) => event.webhookId))
    .sort();

describe('a backup', () => {
  it('made under load and restored elsewhere resumes cleanly: apps are reset, and nothing is doubled', async () => {
    const [folder, restored, desk] = [await lab.folder(), await lab.folder(), await lab.folder()];
    for (const one of [folder, restored])
      await writeFile(join(one, 'relay.config.json'), '{"historyEvents":100000}');
    const secret = newSecret();
    await cliOn(folder, ['agents', 'add', NORA]);
    const { token } = await cliOn(folder, ['devices', 'token', NORA]);
    const before = await start(folder, secret);
    await rings(before, secret, 0, 30);
    const file = join(desk, 'backup.db');
    let total = 30;
    const load = { goesOn: true };
    const ringing = (async () => {
      // The last one begins when the backup is there.
      for (let last = false; !last; total += 1) {
        last = !load.goesOn;
        await rings(before, secret, total, 1);
      }
    })();
    await until('the load to begin', () => total > 30);
    const made = run(process.execPath, [RELAY, 'backup', file, '--data', folder, '--json']);
    const { stdout } = await made.finally(() => (load.goesOn = false));
    await ringing;
    const { events } = JSON.parse(stdout) as { events: number };
    expect(events).toBeGreaterThan(30);
    expect(events).toBeLessThan(total);

    const book = await bookIn(desk);
    const old = await catchUp(before, String(token), book);
    expect(old.events).toHaveLength(total);
    const { epoch } = await old.frame('welcome');
    await before.kill('SIGKILL');

    await copyFile(file, join(restored, 'journal.db'));
    const after = await start(restored, secret);
    const again = await catchUp(after, String(token), book);
    const welcome = await again.frame('welcome');
    expect(welcome.epoch).not.toBe(epoch);
    expect((await again.frame('reset')).reason).toBe('epoch');
    expect(again.events).toHaveLength(events);
    expect(idsIn(book)).toEqual([...new Set(idsIn(book))]);
    expect(callsIn(book)).toHaveLength(events);

    // Allo sends again what it has no answer for, and what is new.
    await again.close();
    await rings(after, secret, total, 10);
    await catchUp(after, String(token), book);
    expect(idsIn(book)).toEqual([...new Set(idsIn(book))]);
    expect(callsIn(book)).toHaveLength(events + 10);
    expect(book.cursor()).toMatchObject({ epoch: welcome.epoch });
  });

  it('is one whole file for its owner alone, with an epoch of its own and no codes of pairing links', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    await relay.cli('devices', 'pair', NORA);
    const file = join(await lab.folder(), 'backup.db');
    expect(await relay.cli('backup', file)).toMatchObject({ file, events: 1, agents: 1 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const copy = new DatabaseSync(file, { readOnly: true });
    lab.onCleanUp(() => copy.close());
    expect(copy.prepare('SELECT count(*) AS n FROM pairing').get()).toEqual({ n: 0 });
    expect(copy.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const live = new DatabaseSync(join(relay.folder, 'journal.db'), { readOnly: true });
    lab.onCleanUp(() => live.close());
    const epoch = 'SELECT epoch FROM journal';
    expect(copy.prepare(epoch).get()).not.toEqual(live.prepare(epoch).get());
    expect((await readFile(file)).includes(ANA)).toBe(true);
  });

  it('never overwrites, and leaves nothing behind when it cannot be made', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const folder = await lab.folder();
    const file = join(folder, 'backup.db');
    await writeFile(file, 'precious');
    await expect(relay.cli('backup', file)).rejects.toThrow(/exists already; a backup never overwrites/);
    expect(await readFile(file, 'utf8')).toBe('precious');
    await expect(relay.cli('backup', join(folder, 'no', 'such.db'))).rejects.toThrow(/cannot back up to/);
    const empty = join(folder, 'empty');
    await expect(cliOn(empty, ['backup', join(folder, 'other.db')])).rejects.toThrow(/cannot back up/);
  });
});

describe('a journal that went back in time', () => {
  it('is told so once: apps start over, and codes of pairing links are void', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    await relay.post(ring());
    const socket = await connectAgent(relay.url, token);
    lab.onCleanUp(() => socket.drop());
    socket.resume();
    await socket.frame('live');
    const { epoch } = await socket.frame('welcome');
    await relay.cli('devices', 'pair', NORA);
    await expect(relay.cli('restored')).rejects.toThrow(/another relay is running/);
    await relay.stop();
    const said = await relay.cli('restored');
    expect(said).toEqual({ agents: 1, devices: 1, lastWebhookAt: expect.any(String) });
    const db = new DatabaseSync(join(relay.folder, 'journal.db'), { readOnly: true });
    lab.onCleanUp(() => db.close());
    expect(db.prepare('SELECT count(*) AS n FROM pairing').get()).toEqual({ n: 0 });

    const again = await lab.start({ folder: relay.folder });
    const app = await connectAgent(again.url, token);
    lab.onCleanUp(() => app.drop());
    app.resume(epoch, 1);
    await app.frame('live');
    expect((await app.frame('reset')).reason).toBe('epoch');
    expect(app.events.map(({ seq }) => seq)).toEqual([1]);
  });
});
