import { afterEach, describe, expect, it } from 'vitest';
import { goLive } from '../fixtures/relay/agent-socket.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { rawSocket } from '../fixtures/relay/raw-socket.ts';
import { until } from '../fixtures/until.ts';
import { readdirSync } from 'node:fs';
import { run } from './disks.ts';
import { oneRelay } from './one-relay.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

describe('a relay that may have few files open', () => {
  it('keeps room for webhooks, however many idle connections and devices there are', async () => {
    const at = await oneRelay(lab, await lab.folder(), ['prlimit', '--nofile=200:200']);
    const crowd = Array.from({ length: 300 }, () => rawSocket(at.relay.url));
    for (const socket of crowd) lab.onCleanUp(socket.drop);
    const devices = await Promise.allSettled(Array.from({ length: 4 }, () => goLive(at.relay.url, at.token)));
    for (const device of devices) if (device.status === 'fulfilled') lab.onCleanUp(device.value.drop);
    for (let i = 0; i < 20; i += 1) expect((await at.ring()).status).toBe(200);
    expect(await at.readiness()).toEqual({ status: 200, text: '{"status":"ready"}' });
    expect(readdirSync(`/proc/${at.relay.pid}/fd`).length).toBeLessThan(200);
  });
});

describe('a relay with no file descriptor left', () => {
  it('keeps serving the connections it has, and takes new ones as soon as it can', async () => {
    const at = await oneRelay(lab, await lab.folder());
    await at.ring();
    const device = await goLive(at.relay.url, at.token);
    lab.onCleanUp(device.drop);
    const used = readdirSync(`/proc/${at.relay.pid}/fd`).length;
    run('prlimit', ['--pid', String(at.relay.pid), `--nofile=${used + 20}:`]);
    const crowd = Array.from({ length: 60 }, () => rawSocket(at.relay.url));
    for (const socket of crowd) lab.onCleanUp(socket.drop);
    await until('it to have none left', () => {
      return readdirSync(`/proc/${at.relay.pid}/fd`).length >= used + 19;
    });
    // The sender's own connection is one that it has.
    const known = device.events.length;
    expect((await at.ring().catch(() => null))?.status ?? 'not answered').toBe(200);
    await device.eventCount(known + 1);
    for (const socket of crowd) socket.drop();
    await until('a new connection', async () => {
      const init = { headers: { connection: 'close' } };
      return (await fetch(new URL('/readyz', at.relay.url), init).catch(() => null))?.status === 200;
    });
    expect((await at.ring()).status).toBe(200);
    await at.relay.kill('SIGKILL');
    expect(at.missingFrom(at.folder)).toEqual([]);
  });
});
