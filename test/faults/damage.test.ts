import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { connectAgent } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { until } from '../fixtures/until.ts';
import { oneRelay } from './one-relay.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** A journal with something in it, all of it in the database file, and nobody who has it open. */
async function journal(): Promise<{
  readonly folder: string;
  readonly file: string;
  readonly secret: string;
}> {
  const at = await oneRelay(lab, await lab.folder());
  for (let i = 0; i < 40; i += 1) await at.ring(2000);
  await at.relay.kill('SIGTERM');
  const file = join(at.folder, 'journal.db');
  const db = new DatabaseSync(file);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return { folder: at.folder, file, secret: at.secret };
}

function overwrite(file: string, from: number, bytes: Uint8Array): void {
  const open = openSync(file, 'r+');
  writeSync(open, bytes, 0, bytes.length, from);
  closeSync(open);
}

describe('a damaged journal at the start ends with one clear line, and the file is left as it is', () => {
  it.each([
    ['its header is junk', (file: string) => overwrite(file, 0, Buffer.alloc(100, 'junk'))],
    ['it is something else', (file: string) => writeFileSync(file, 'Dear diary, '.repeat(2000))],
    [
      'its tables are junk',
      (file: string) => overwrite(file, 100, Buffer.alloc(statSync(file).size - 100, 0x5a)),
    ],
  ])('when %s', async (_, damage) => {
    const { folder, file, secret } = await journal();
    damage(file);
    const before = readFileSync(file);
    const relay = await spawnRelay({ folder, secret });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(/^ringside-relay: cannot keep a journal in .*(not a database|malformed)/);
    expect(relay.stderr().trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('when only some pages are junk', async () => {
    const { folder, file, secret } = await journal();
    const { size } = statSync(file);
    overwrite(file, 8192, Buffer.alloc(size - 8192, 0x5a));
    const before = readFileSync(file);
    const relay = await spawnRelay({ folder, secret });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(/^ringside-relay: cannot keep a journal in .*malformed/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a journal whose file is gone while the relay runs', () => {
  it.each([
    ['removed', (file: string) => rmSync(file)],
    ['replaced', (file: string) => renameSync(`${file}.copy`, file)],
  ])('because it was %s takes no more webhooks, and says why', async (_, displace) => {
    const at = await oneRelay(lab, await lab.folder());
    await at.ring();
    const file = join(at.folder, 'journal.db');
    copyFileSync(file, `${file}.copy`);
    displace(file);
    await until('the relay to notice', async () => (await at.readiness()).status === 503);
    expect((await at.readiness()).text).toMatch(
      /removed or replaced while the relay runs: restart the relay/,
    );
    expect((await at.ring()).status).toBe(503);
    expect(await at.relay.kill('SIGTERM')).toBe(0);
  });
});

describe('a journal that is damaged while the relay runs', () => {
  it('gives 503 and the reason; the process lives, and closes devices it cannot serve', async () => {
    const at = await oneRelay(lab, await lab.folder());
    for (let i = 0; i < 40; i += 1) await at.ring(2000);
    const file = join(at.folder, 'journal.db');
    const db = new DatabaseSync(file);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    overwrite(file, 4096, Buffer.alloc(statSync(file).size - 4096, 0x5a));
    // Pages that are in memory are still good: it is a matter of time until a bad one is read.
    expect(await at.ringUntilRefused(20_000)).toBe(503);
    const { status, text } = await at.readiness();
    expect(status).toBe(503);
    expect(text).toMatch(/the journal cannot write: .*malformed/);
    const device = await connectAgent(at.relay.url, at.token).catch(() => null);
    device?.resume();
    if (device !== null) expect(await device.closed).toBe(1011);
    expect((await fetch(new URL('/healthz', at.relay.url))).status).toBe(200);
  });
});
