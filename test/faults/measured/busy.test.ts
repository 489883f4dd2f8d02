import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { percentile } from '../../../scripts/bench/percentiles.ts';
import { newSecret, NORA, post, ring, SAM, sms } from '../../fixtures/allo.ts';
import { upgradeRequest } from '../../fixtures/relay/raw-socket.ts';
import { goLive, type AgentSocket } from '../../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { spawnRelay } from '../../../scripts/relay/process.ts';
import { until } from '../../fixtures/until.ts';
import { expectWithin } from './absolute.ts';
import { openLine } from '../fuzz/exchange.ts';
import { atLength } from '../length.ts';
import { oneRelay, type OneRelay } from '../one-relay.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

async function loopDelayP99(at: OneRelay): Promise<number> {
  const text = await (await fetch(new URL('/metrics', at.relay.url))).text();
  return Number(/^ringside_event_loop_delay_seconds\{quantile="0.99"\} (\S+)$/m.exec(text)?.[1]);
}

/** What the relay's own thread may be late, as p99, and a ring may take from the post to a live socket, as p95; in ms. */
const LOOP_P99_MS = 10;
const RING_P95_MS = 100;

/** Rings an agent at one live socket, one ring after the other, each from another number. */
function ringing(url: string, secret: string, agent: string, live: AgentSocket) {
  let rung = 0;
  /** @returns how long it took from the post to the socket, in ms */
  async function ringOnce(): Promise<number> {
    const had = live.events.length;
    const posted = performance.now();
    rung += 1;
    const from_number = `+4420794${String(rung).padStart(5, '0')}`;
    expect((await post(url, secret, ring({ user_email: agent, from_number }))).status).toBe(200);
    await live.eventCount(had + 1);
    return performance.now() - posted;
  }
  return {
    while: async (goesOn: (soFar: number) => boolean): Promise<number[]> => {
      const took: number[] = [];
      while (goesOn(took.length)) took.push(await ringOnce());
      return took;
    },
  };
}

describe('a disk that another process keeps busy', () => {
  it('leaves the event loop free and the sockets alive', async () => {
    const at = await oneRelay(lab, await lab.folder());
    const device = await goLive(at.relay.url, at.token);
    lab.onCleanUp(device.drop);
    const rings = ringing(at.relay.url, at.secret, NORA, device);
    await rings.while((soFar) => soFar < 100);
    const seconds = atLength({ short: 3, full: 10 });
    await expectWithin(LOOP_P99_MS, 'disk busy, event loop p99', at.relay, async () => {
      const disk = keepBusy(join(at.folder, 'big'), seconds);
      await loopDelayP99(at);
      const took = await rings.while(disk.isBusy);
      const p99 = await loopDelayP99(at);
      console.log(
        `disk busy: ${took.length} rings, from the post to the socket p50 ${percentile(took, 0.5).toFixed(1)} ms, p99 ${percentile(took, 0.99).toFixed(1)} ms`,
      );
      expect(took.length).toBeGreaterThan(10);
      return p99 * 1000;
    });
    expect(device.frames.at(-1)?.type).toBe('event');
  });
});

/** Another process that writes and syncs 100 MB again and again. */
function keepBusy(file: string, seconds: number): { readonly isBusy: () => boolean } {
  const write = `dd if=/dev/zero of="${file}" bs=1M count=100 conv=fsync`;
  const hog = spawn(
    'sh',
    ['-c', `end=$(($(date +%s) + ${seconds})); while [ $(date +%s) -lt $end ]; do ${write}; done`],
    {
      stdio: 'ignore',
    },
  );
  lab.onCleanUp(() => hog.kill('SIGKILL'));
  let isBusy = true;
  hog.once('close', () => (isBusy = false));
  return { isBusy: () => isBusy };
}

/** A device that counts what it is sent, and does nothing else, so that the test is not what is measured. */
function counting(
  url: string,
  token: string,
): { readonly events: () => number; readonly isLive: () => boolean; readonly leave: () => void } {
  let events = 0;
  let isLive = false;
  const socket = new WebSocket(new URL('/agent', url.replace(/^http/, 'ws')), 'ringside.v1', {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  lab.onCleanUp(() => socket.terminate());
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send('{"type":"resume","epoch":null,"after":0}'));
  socket.on('message', (data: Buffer) => {
    if (data.includes('"type":"event"')) events += 1;
    else if (data.includes('"type":"live"')) isLive = true;
  });
  return { events: () => events, isLive: () => isLive, leave: () => socket.terminate() };
}

describe('devices that replay', () => {
  it('200 of them, 2,000 events each, do not keep a live ring waiting', async () => {
    const folder = await lab.folder();
    await writeFile(join(folder, 'relay.config.json'), '{"historyEvents":100000}');
    for (const agent of [NORA, SAM]) await cliOn(folder, ['agents', 'add', agent]);
    const tokenOf = async (agent: string) =>
      String((await cliOn(folder, ['devices', 'token', agent]))['token']);
    const secret = newSecret();
    const relay = await spawnRelay({ folder, secret });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    for (let i = 0; i < 2000; i += 100) {
      const text = () => post(relay.url, secret, sms({ content: 'x'.repeat(1000) }));
      await Promise.all(Array.from({ length: 100 }, text));
    }
    const live = await goLive(relay.url, await tokenOf(SAM));
    lab.onCleanUp(live.drop);
    const rings = ringing(relay.url, secret, SAM, live);
    await rings.while((soFar) => soFar < 20);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => tokenOf(NORA)));
    await expectWithin(RING_P95_MS, '200 devices replaying, live ring p95', relay, async () => {
      const behind = Array.from({ length: 200 }, (_, i) => counting(relay.url, tokens[i % 50] ?? ''));
      const took = await rings.while(() => behind.some((device) => !device.isLive()));
      console.log(
        `200 devices replaying: ${took.length} live rings, p50 ${percentile(took, 0.5).toFixed(1)} ms`,
      );
      expect(behind.map((device) => device.events())).toEqual(behind.map(() => 2000));
      expect(took.length).toBeGreaterThan(10);
      for (const device of behind) device.leave();
      return percentile(took, 0.95);
    });
  });
});

describe('a flood', () => {
  const oversized = 'POST /webhooks/allo HTTP/1.1\r\nHost: relay\r\nContent-Length: 99000000\r\n\r\n';
  const badToken = upgradeRequest('A'.repeat(30));
  const unsigned = `POST /webhooks/allo HTTP/1.1\r\nHost: relay\r\nContent-Length: 200000\r\nwebhook-id: a\r\nwebhook-timestamp: 1\r\nwebhook-signature: v1,AAAA\r\n\r\n${'x'.repeat(200_000)}`;

  it.each([
    ['of bad tokens', badToken],
    ['of pairing attempts', 'POST /pair HTTP/1.1\r\nHost: relay\r\nContent-Length: 12\r\n\r\n{"code":"AA"}'],
    ['on the metrics', 'GET /metrics HTTP/1.1\r\nHost: relay\r\n\r\n'],
    ['of oversized bodies', oversized],
    ['of unsigned bodies', unsigned],
  ])('%s does not keep a live ring waiting', async (name, request) => {
    const at = await oneRelay(lab, await lab.folder());
    const bytes = Buffer.from(request);
    const device = await goLive(at.relay.url, at.token);
    lab.onCleanUp(device.drop);
    const rings = ringing(at.relay.url, at.secret, NORA, device);
    await rings.while((soFar) => soFar < 20);
    const flood = { goesOn: true, answered: 0 };
    const flooding = Array.from({ length: 16 }, async () => {
      const line = openLine(at.relay.url);
      lab.onCleanUp(line.drop);
      while (flood.goesOn) {
        await line.ask(bytes, false);
        flood.answered += 1;
      }
    });
    await until('the flood', () => flood.answered > 100);
    await expectWithin(RING_P95_MS, `flood ${name}, live ring p95`, at.relay, async () => {
      const before = flood.answered;
      const took = await rings.while((soFar) => soFar < 150);
      expect(flood.answered - before).toBeGreaterThan(100);
      return percentile(took, 0.95);
    });
    flood.goesOn = false;
    await Promise.all(flooding);
  });
});
