import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NORA, ring, SAM } from '../../fixtures/allo.ts';
import { connectAgent, refusalOf } from '../../fixtures/relay/agent-socket.ts';
import { relayLab, type LabRelay } from '../../fixtures/relay/lab.ts';
import { rawSocket, upgradeRequest } from '../../fixtures/relay/raw-socket.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab();
let relay: LabRelay;
let token: string;
beforeAll(async () => {
  relay = await lab.start({
    agents: [NORA, SAM],
    bounds: { resumeWithinMs: 300 },
  });
  ({ token } = await relay.device(NORA));
});
afterAll(lab.cleanUp);

const subprotocol = 'ringside.v1';

/** The status and the close of a socket that is opened with these headers. */
async function upgrade(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(new URL('/agent', relay.url.replace('http', 'ws')), subprotocol, { headers });
  socket.on('error', () => undefined);
  return await new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (asked, { statusCode }) => {
      asked.destroy();
      resolve(statusCode ?? 0);
    });
  });
}

describe('the sockets of the relay', () => {
  it('R3 a socket is refused before it exists: without its token in the header, from another site, or with a token in the address', async () => {
    const bearer = { authorization: `Bearer ${token}` };
    expect(await upgrade(bearer)).toBe(101);
    expect(await upgrade({})).toBe(401);
    expect(await upgrade({ authorization: `Bearer ${'A'.repeat(43)}` })).toBe(401);
    expect(await upgrade({ authorization: `Basic ${token}` })).toBe(401);
    expect(await upgrade({ cookie: `token=${token}` })).toBe(401);
    for (const path of [`/agent?token=${token}`, `/agent?access_token=${token}`, `/agent/${token}`])
      expect([401, 404]).toContain((await refusalOf(relay.url, { path, subprotocol })).status);
    for (const origin of [
      'https://evil.example',
      'null',
      'file://',
      new URL(relay.url).origin.replace('127', '126'),
    ])
      expect(await upgrade({ ...bearer, origin })).toBe(403);
    expect(await upgrade({ ...bearer, origin: new URL(relay.url).origin })).toBe(101);
  });

  it('R4 a socket takes small frames only, unpacks nothing, and has room of its own', async () => {
    const raw = rawSocket(relay.url);
    lab.onCleanUp(raw.drop);
    const offering = upgradeRequest(token).replace(
      'Sec-WebSocket-Version',
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\nSec-WebSocket-Version',
    );
    raw.send(offering);
    await until('the upgrade', () => raw.received().includes('101 Switching'));
    expect(raw.received().toLowerCase()).not.toContain('permessage-deflate');
    const big = await connectAgent(relay.url, token);
    big.send(`{"type":"ack","seq":1,"x":"${'x'.repeat(70_000)}"}`);
    expect(await big.closed).toBe(1009);
    const first = await connectAgent(relay.url, token);
    const more = await Promise.all(Array.from({ length: 4 }, () => connectAgent(relay.url, token)));
    expect(await first.closed).toBe(4409);
    for (const socket of more) socket.drop();
  });

  it('R5 a socket that is silent is ended, and so are all when the relay stops, with the code for it', async () => {
    const watched = await lab.start({ agents: [NORA], bounds: { pingEveryMs: 100, deadAfterMs: 400 } });
    const mute = await watched.live(NORA);
    mute.hang();
    await until(
      'the silent one to be gone',
      async () => (await watched.metric('ringside_connected_devices')) === 0,
    );
    mute.goOn();
    expect(await mute.closed).toBe(1006);
    const other = await lab.start({ agents: [SAM] });
    const sam = await other.live(SAM);
    const stopping = other.stop('restarting');
    expect(await sam.closed).toBe(1012);
    await stopping;
  });

  it('R6 a socket is closed with few words, none of them about the inside', async () => {
    const reasons: [number, string][] = [];
    for (const frame of ['{', '{"type":"resume"}', '{"type":"nonsense"}', '[]', '['.repeat(30_000)]) {
      const socket = new WebSocket(new URL('/agent', relay.url.replace('http', 'ws')), subprotocol, {
        headers: { authorization: `Bearer ${token}` },
      });
      reasons.push(
        await new Promise((resolve) => {
          socket.on('open', () => socket.send(frame));
          socket.on('close', (code, reason) => resolve([code, String(reason)]));
        }),
      );
    }
    expect(reasons).toEqual(reasons.map(() => [4400, 'bad frame']));
    const late = await connectAgent(relay.url, token);
    expect(await late.closed).toBe(4408);
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('R15 a socket of one agent is told nothing of another’s calls, and cannot speak for one', async () => {
    const sam = await relay.live(SAM);
    const nora = await relay.live(NORA);
    await relay.post(ring({ from_number: '+33199006666' }));
    const [event] = await nora.eventCount(1);
    expect(event?.call).toBeTruthy();
    sam.send({ type: 'claim', call: event?.call as never });
    sam.send({ type: 'ack', seq: 10_000 });
    sam.ping();
    await relay.post(ring({ from_number: '+33199006667', user_email: SAM }));
    await sam.eventCount(1);
    expect(sam.events).toHaveLength(1);
    expect(nora.frames.filter(({ type }) => type === 'claimed')).toEqual([]);
    sam.drop();
    nora.drop();
  });
});
