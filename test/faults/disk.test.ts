import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret } from '../fixtures/allo.ts';
import { connectAgent, goLive } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { until } from '../fixtures/until.ts';
import { blockDisk, MAY_MOUNT, memoryDisk, mountImage, run } from './disks.ts';
import { oneRelay, type OneRelay } from './one-relay.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** Webhooks are refused and the admin is told why, while the process lives and what was answered 2xx is still served. */
async function expectRefusing(it: OneRelay, why: RegExp): Promise<void> {
  // Where a webhook has no room, a probe may have some: then it takes webhooks again until that is used up too.
  await until('the relay to refuse a webhook and to say why', async () => {
    const refused = (await it.ring()).status === 503;
    const { status, text } = await it.readiness();
    return refused && status === 503 && why.test(text);
  });
  expect((await fetch(new URL('/healthz', it.relay.url))).status).toBe(200);
  await until('the log to say it', () => it.relay.stderr().includes('the journal cannot write'));
  const device = await goLive(it.relay.url, it.token);
  expect(device.events.length).toBeGreaterThan(0);
  await device.close();
}

/** It takes webhooks again on its own, and a device gets everything that was ever answered 2xx. */
async function expectRecovered(it: OneRelay): Promise<void> {
  await until('the relay to be ready again', async () => (await it.readiness()).status === 200);
  expect((await it.ring()).body).toEqual({ status: 'accepted' });
  const device = await connectAgent(it.relay.url, it.token);
  lab.onCleanUp(device.drop);
  device.resume();
  await device.frame('live');
  expect(device.events.map((event) => event.seq)).toEqual(device.events.map((_, i) => i + 1));
  await it.relay.kill('SIGKILL');
  expect(it.missingFrom(it.folder)).toEqual([]);
}

describe('a full disk', () => {
  it('is a file that may not grow: 503, a clear reason, and recovery without a restart', async () => {
    const at = await oneRelay(lab, await lab.folder());
    await at.ring();
    const { size } = statSync(join(at.folder, 'journal.db-wal'));
    run('prlimit', ['--pid', String(at.relay.pid), `--fsize=${size + 100_000}:unlimited`]);
    expect(await at.ringUntilRefused(5000)).toBe(503);
    await expectRefusing(at, /the journal cannot write: disk I\/O error/);
    run('prlimit', ['--pid', String(at.relay.pid), '--fsize=unlimited:unlimited']);
    await expectRecovered(at);
  });

  it.runIf(MAY_MOUNT)('is a disk with no room: the same', async () => {
    const disk = memoryDisk(3);
    lab.onCleanUp(disk.remove);
    const at = await oneRelay(lab, disk.folder);
    await at.ring();
    writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(1024 * 1024));
    expect(await at.ringUntilRefused(50_000)).toBe(503);
    await expectRefusing(at, /the journal cannot write: (database or disk is full|disk I\/O error)/);
    rmSync(join(disk.folder, 'ballast'));
    await expectRecovered(at);
  });

  it.runIf(MAY_MOUNT)('at the start ends with one clear line', async () => {
    const disk = memoryDisk(1);
    lab.onCleanUp(disk.remove);
    try {
      writeFileSync(join(disk.folder, 'ballast'), Buffer.alloc(2 * 1024 * 1024));
    } catch {
      // It is full, which is what was wanted.
    }
    const relay = await spawnRelay({ folder: disk.folder, secret: newSecret() });
    expect(await relay.exited).toBe(1);
    expect(relay.stderr()).toMatch(/^ringside-relay: cannot keep a journal in .*(full|I\/O)/);
    expect(relay.stderr().trimEnd().split('\n')).toHaveLength(1);
  });
});

describe.runIf(MAY_MOUNT)('a disk that turns read-only', () => {
  it('by a flag on the log: 503, a clear reason, and recovery without a restart', async () => {
    const disk = blockDisk(64);
    lab.onCleanUp(disk.remove);
    const at = await oneRelay(lab, disk.folder);
    await at.ring();
    const log = join(at.folder, 'journal.db-wal');
    run('chattr', ['+i', log]);
    lab.onCleanUp(() => run('chattr', ['-i', log]));
    expect(await at.ringUntilRefused(100)).toBe(503);
    await expectRefusing(at, /the journal cannot write: /);
    run('chattr', ['-i', log]);
    await expectRecovered(at);
  });

  it('by the kernel after an error of the device: 503, and after the repair nothing is missing', async () => {
    const disk = blockDisk(64);
    lab.onCleanUp(disk.remove);
    const at = await oneRelay(lab, disk.folder);
    await at.ring();
    disk.remount('abort');
    expect(await at.ringUntilRefused(100)).toBe(503);
    await expectRefusing(at, /the journal cannot write: /);
    await at.relay.kill('SIGKILL');
    const copy = join(await lab.folder(), 'disk.img');
    run('cp', [disk.image ?? '', copy]);
    run('sh', ['-c', `e2fsck -p -f "${copy}" >/dev/null; test $? -lt 4`]);
    const repaired = mountImage(copy, () => undefined);
    lab.onCleanUp(repaired.remove);
    expect(at.missingFrom(join(repaired.folder, 'data'))).toEqual([]);
  });

  it('before the start: one clear line', async () => {
    const disk = memoryDisk(4);
    lab.onCleanUp(disk.remove);
    disk.remount('ro');
    for (const folder of [disk.folder, join(disk.folder, 'data')]) {
      const relay = await spawnRelay({ folder, secret: newSecret() });
      expect(await relay.exited).toBe(1);
      expect(relay.stderr()).toMatch(/^ringside-relay: cannot keep a journal in .*read-only/i);
      expect(relay.stderr().trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
