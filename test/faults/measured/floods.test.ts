import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { percentile } from '../../../scripts/bench/percentiles.ts';
import { post, ring, SAM } from '../../fixtures/allo.ts';
import { goLive } from '../../fixtures/relay/agent-socket.ts';
import { upgradeRequest } from '../../fixtures/relay/raw-socket.ts';
import { cliOn, relayLab } from '../../fixtures/relay/lab.ts';
import { clientFrame, deviceFlood, flood, OPCODE, watchMemory, type Flood } from './flooding.ts';
import { atLength } from '../length.ts';
import { oneRelay, type OneRelay } from '../one-relay.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const FLOOD_MS = atLength({ short: 1000, full: 10_000 });
const EVERY_MS = 50;
/** What the relay may take while it is flooded; without any flood it is about 110. */
const MOST_MIB = 260;
/** Allo gives up after 20 s; a machine that other programs keep busy as well is slow by itself. */
const SLOWEST_MS = 5000;

const frame = (said: object): Buffer => clientFrame(OPCODE.text, JSON.stringify(said));
const request = (lines: readonly string[], body = ''): Buffer =>
  Buffer.from(`${[...lines, 'Host: relay', `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`);

/** Rings Sam while the flood goes on; every ring must be taken in, soon, and reach Sam's device. */
async function ringsDuring(at: OneRelay, begin: (call: string) => Flood[]): Promise<void> {
  await cliOn(at.folder, ['agents', 'add', SAM]);
  const { token } = await cliOn(at.folder, ['devices', 'token', SAM]);
  const sam = await goLive(at.relay.url, String(token));
  lab.onCleanUp(sam.drop);
  await post(at.relay.url, at.secret, ring());
  const nora = await goLive(at.relay.url, at.token);
  const call = (await nora.eventCount(1))[0]?.call ?? '';
  await nora.close();
  const most = watchMemory(at.relay.pid);
  const floods = begin(call);
  const end = performance.now() + FLOOD_MS;
  const took: number[] = [];
  const statuses: number[] = [];
  for (let i = 0; performance.now() < end; i += 1) {
    const started = performance.now();
    const from_number = `+4420794${String(i).padStart(5, '0')}`;
    const { status } = await post(at.relay.url, at.secret, ring({ user_email: SAM, from_number }));
    took.push(performance.now() - started);
    statuses.push(status);
    await wait(EVERY_MS);
  }
  const sent = floods.reduce((sum, own) => sum + own.stop(), 0);
  const mib = most();
  console.log(
    `${statuses.length} rings, p50 ${percentile(took, 0.5).toFixed(0)} ms, slowest ${Math.max(...took).toFixed(0)} ms; ` +
      `${(sent / 1024 / 1024).toFixed(1)} MiB were sent, the relay took ${mib.toFixed(0)} MiB at most`,
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(Math.max(...took)).toBeLessThan(SLOWEST_MS);
  expect(mib).toBeLessThan(MOST_MIB);
  await sam.eventCount(statuses.length);
}

describe('one device that floods costs no webhook anything', () => {
  const kinds: readonly [string, (call: string) => Buffer, boolean?][] = [
    ['claims of a call', (call) => frame({ type: 'claim', call })],
    ['claims of a call, and reads nothing', (call) => frame({ type: 'claim', call }), false],
    ['claims of calls that are none', () => frame({ type: 'claim', call: 'none' })],
    ['acks', () => frame({ type: 'ack', seq: 1 })],
    ['acks of what it was never sent', () => frame({ type: 'ack', seq: 1e9 })],
    ['resumes', () => frame({ type: 'resume', epoch: null, after: 0 })],
    ['frames that nobody knows', () => frame({ type: 'sing' })],
    ['long frames', () => frame({ type: 'ack', seq: 1, more: 'x'.repeat(60_000) })],
    ['frames that are no text', () => clientFrame(OPCODE.binary, 'x')],
    ['empty frames', () => clientFrame(OPCODE.text, '')],
    ['pings', () => clientFrame(OPCODE.ping, 'x')],
    ['pings, and reads nothing', () => clientFrame(OPCODE.ping, 'x'.repeat(125)), false],
    ['pongs', () => clientFrame(OPCODE.pong, '')],
    ['unfinished frames', () => Buffer.concat([Buffer.from([0x00, 0x80, 0, 0, 0, 0])])],
  ];
  it.each(kinds)('with %s', async (_, said, reads = true) => {
    const at = await oneRelay(lab, await lab.folder());
    await ringsDuring(at, (call) =>
      Array.from({ length: 4 }, () => deviceFlood(at.relay.url, at.token, said(call), reads)),
    );
  });

  it('and comes back to its cards once it behaves', async () => {
    const at = await oneRelay(lab, await lab.folder());
    const flooding = deviceFlood(at.relay.url, at.token, frame({ type: 'sing' }));
    await wait(1000);
    flooding.stop();
    for (;;) {
      const device = await goLive(at.relay.url, at.token).catch(() => null);
      if (device !== null) {
        await at.ring();
        await device.eventCount(1);
        device.drop();
        return;
      }
      await wait(100);
    }
  });
});

describe('other doors that are flooded cost no webhook anything', () => {
  const doors: readonly [string, (at: OneRelay) => Buffer][] = [
    ['pairing', () => request(['POST /pair HTTP/1.1'], '{"code":"AAAAAAAAAAAAAAAAAAAAAA"}')],
    [
      'test calls',
      ({ token }) => request(['POST /agent/test-call HTTP/1.1', `Authorization: Bearer ${token}`]),
    ],
    ['sockets with a wrong token', () => Buffer.from(upgradeRequest('nobody'))],
    ['metrics', () => request(['GET /metrics HTTP/1.1'])],
    ['readiness', () => request(['GET /readyz HTTP/1.1'])],
    ['paths that are none', () => request(['POST /webhook HTTP/1.1'], '{}')],
    ['webhooks that are forged', () => request(['POST /webhooks/allo HTTP/1.1', ...forged()], '{}')],
  ];
  it.each(doors)('%s', async (_, asked) => {
    const at = await oneRelay(lab, await lab.folder());
    await ringsDuring(at, () => Array.from({ length: 4 }, () => flood(at.relay.url, '', asked(at))));
  });
});

function forged(): string[] {
  const timestamp = Math.floor(Date.now() / 1000);
  return ['webhook-id: msg_1', `webhook-timestamp: ${timestamp}`, 'webhook-signature: v1,AAAA'];
}
