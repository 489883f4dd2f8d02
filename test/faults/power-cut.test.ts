import {
  cpSync,
  copyFileSync,
  existsSync,
  appendFileSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA, SAM } from '../fixtures/allo.ts';
import { faithfulDevice } from '../fixtures/relay/faithful-device.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay, type RelayProcess } from '../../scripts/relay/process.ts';
import { startSenders, type Senders } from '../fixtures/relay/senders.ts';
import { until } from '../fixtures/until.ts';
import { blockDisk, MAY_MOUNT, mountImage } from './disks.ts';
import { atLength } from './length.ts';
import { CONFIG, toldTo, webhookOf } from './team.ts';

/**
 * A power cut is one instant, so the relay is stopped (SIGSTOP) while its files are copied: SQLite's log and database
 * copied while it runs would be of two moments, with a checkpoint in between, which no power cut can make.
 *
 * The first form copies what the kernel has, as a crash of the process leaves it, and tears the end of the log. The
 * second copies the block device below the file system: only what was fsynced is in there (with
 * `synchronous = NORMAL` in place of `FULL` it fails at once).
 */
const lab = relayLab();
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 4, full: 25 });

interface Scene {
  readonly folder: string;
  readonly secret: string;
  readonly relay: RelayProcess;
  readonly senders: Senders;
  readonly token: string;
}

async function underLoad(folder: string): Promise<Scene> {
  const secret = newSecret();
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(CONFIG), { flush: true });
  for (const agent of [NORA, SAM]) await cliOn(folder, ['agents', 'add', agent]);
  const { token } = await cliOn(folder, ['devices', 'token', NORA]);
  const relay = await spawnRelay({ folder, secret });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  const senders = startSenders({ url: () => relay.url, secret, count: 6, webhook: webhookOf });
  lab.onCleanUp(() => senders.finish());
  return { folder, secret, relay, senders, token: String(token) };
}

/** Stops the relay at a random moment, does something, and lets it go on. @returns what was answered 2xx before */
async function inAnInstant(scene: Scene, checkpoint: boolean, copy: () => void): Promise<string[]> {
  const { senders, relay } = scene;
  const had = senders.accepted.length;
  await until('the load to go on', () => senders.accepted.length > had + 20 + Math.random() * 80, 60_000);
  if (checkpoint) checkpointNow(scene.folder);
  const answered = [...senders.accepted];
  process.kill(relay.pid, 'SIGSTOP');
  try {
    await until('the relay to stand still', () => standsStill(relay.pid));
    copy();
  } finally {
    process.kill(relay.pid, 'SIGCONT');
  }
  return answered;
}

/** Copies the log into the database and starts it over, in the middle of everything. */
function checkpointNow(folder: string): void {
  const db = new DatabaseSync(join(folder, 'journal.db'), { timeout: 1000 });
  try {
    db.exec('PRAGMA wal_checkpoint(RESTART)');
  } finally {
    db.close();
  }
}

function standsStill(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.every((thread) => /\) T /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
}

/** Opens what survived with a relay of its own, and asks it for everything. */
async function expectKept(scene: Scene, folder: string, answered: readonly string[]): Promise<void> {
  const relay = await spawnRelay({ folder, secret: scene.secret });
  expect(relay.url, relay.stderr()).not.toBe('');
  const nora = faithfulDevice(() => relay.url, scene.token);
  nora.goOnline();
  await nora.live();
  nora.goOffline();
  await relay.kill('SIGKILL');
  expect(nora.kept.map((event) => event.seq)).toEqual(nora.kept.map((_, i) => i + 1));
  const told = nora.kept.map((event) => String(event.webhookId));
  expect(new Set(told).size).toBe(told.length);
  expect(toldTo(NORA, answered).filter((id) => !told.includes(id))).toEqual([]);
  const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
  const ids = new Set(
    db
      .prepare('SELECT id FROM webhook')
      .all()
      .map((row) => row['id']),
  );
  const [sound] = db.prepare('PRAGMA integrity_check').all();
  db.close();
  expect(answered.filter((id) => !ids.has(id))).toEqual([]);
  expect(sound).toEqual({ integrity_check: 'ok' });
}

describe('after a power cut at a random moment under load, everything that was answered 2xx is there', () => {
  it('in the files as they were, with a torn end of the log', async () => {
    const scene = await underLoad(await lab.folder());
    for (let round = 0; round < ROUNDS; round += 1) {
      const copy = await lab.folder();
      const answered = await inAnInstant(scene, round % 2 === 1, () => {
        for (const name of ['journal.db', 'journal.db-wal', 'relay.config.json']) {
          if (existsSync(join(scene.folder, name))) copyFileSync(join(scene.folder, name), join(copy, name));
        }
      });
      appendFileSync(join(copy, 'journal.db-wal'), randomBytes(1 + Math.floor(Math.random() * 9000)));
      await expectKept(scene, copy, answered);
    }
  });

  it.runIf(MAY_MOUNT)('in what was fsynced, and nothing else survives', async () => {
    const disk = blockDisk(64);
    lab.onCleanUp(disk.remove);
    const scene = await underLoad(disk.folder);
    for (let round = 0; round < ROUNDS; round += 1) {
      const copy = join(await lab.folder(), 'disk.img');
      const answered = await inAnInstant(scene, round % 2 === 1, () => cpSync(disk.image ?? '', copy));
      const survived = mountImage(copy, () => undefined);
      lab.onCleanUp(survived.remove);
      await expectKept(scene, survived.folder, answered);
      survived.remove();
    }
  });
});
