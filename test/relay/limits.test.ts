import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { newWebhookId, NORA, ring, signedHeaders } from '../fixtures/allo.ts';
import { connectAgent, goLive, refusedUpgrade } from '../fixtures/relay/agent-socket.ts';
import { relayLab, type LabOptions, type LabRelay } from '../fixtures/relay/lab.ts';
import { rawSocket, type RawSocket } from '../fixtures/relay/raw-socket.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

function open(relay: LabRelay): RawSocket {
  const socket = rawSocket(relay.url);
  lab.onCleanUp(socket.drop);
  return socket;
}

const limited = (limits: LabOptions['limits']): Promise<LabRelay> =>
  lab.start({ agents: [NORA], limits: { checkEveryMs: 50, ...limits } });

/** With limits that the admin has set. */
const allowing = (limits: object): Promise<LabRelay> => lab.start({ agents: [NORA], config: { limits } });

/** A genuine webhook as it goes over the wire, with a body of `bytes`. */
function wire(relay: LabRelay, bytes: number): { readonly head: string; readonly body: Uint8Array } {
  const body = new TextEncoder().encode(JSON.stringify(ring({ note: 'x'.repeat(bytes) })));
  const signed = Object.entries(signedHeaders(relay.secret, newWebhookId(), body));
  const lines = signed.map(([name, value]) => `${name}: ${value}`);
  const head = ['POST /webhooks/allo HTTP/1.1', 'Host: relay', `Content-Length: ${body.length}`, ...lines];
  return { head: `${head.join('\r\n')}\r\n\r\n`, body };
}

describe('a connection is ended', () => {
  it('when its headers do not come in time, whether it says nothing or says it slowly', async () => {
    const relay = await limited({ headersWithinMs: 200 });
    const [silent, slow] = [open(relay), open(relay)];
    slow.send('POST /webhooks/allo HTTP/1.1\r\n');
    const drip = setInterval(() => slow.send('x-more: of this\r\n'), 30);
    lab.onCleanUp(() => clearInterval(drip));
    expect(await silent.ended).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('when its body does not come in time', async () => {
    const relay = await limited({ headersWithinMs: 200, requestWithinMs: 300 });
    const slow = open(relay);
    const { head } = wire(relay, 10_000);
    slow.send(head);
    const drip = setInterval(() => slow.send(' '), 30);
    lab.onCleanUp(() => clearInterval(drip));
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 408 /);
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('when it is idle after an answer', async () => {
    const relay = await limited({ keepAliveMs: 100 });
    const idle = open(relay);
    idle.send('GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n');
    expect(await idle.ended).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('when its headers are too big', async () => {
    const relay = await limited({ headerBytes: 4096 });
    const big = open(relay);
    big.send(`GET /healthz HTTP/1.1\r\nx-big: ${'x'.repeat(5000)}\r\n\r\n`);
    expect(await big.ended).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('when its address has too many; those of a proxy are not counted', async () => {
    const relay = await allowing({ connectionsPerAddress: 5, trustedProxies: [] });
    const first = Array.from({ length: 5 }, () => open(relay));
    first.at(-1)?.send('GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n');
    await until('the five to be open', () => first.at(-1)?.received() !== '');
    expect(await open(relay).ended).toBe('');
    first[0]?.drop();
    await until('room', async () => (await relay.post(ring()).catch(() => null))?.status === 200);
    const behindProxy = await allowing({ connectionsPerAddress: 1 });
    const many = Array.from({ length: 5 }, () => open(behindProxy));
    for (const socket of many) socket.send('GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n');
    await until('all to be answered', () => many.every((s) => s.received().includes('200 OK')));
  });

  it('when there are too many in all: the quietest goes, so a webhook always gets in', async () => {
    const relay = await allowing({ connections: 20 });
    const nora = await relay.live(NORA);
    const crowd = Array.from({ length: 60 }, () => open(relay));
    expect((await relay.post(ring())).status).toBe(200);
    await Promise.all(crowd.slice(0, 40).map((socket) => socket.ended));
    await nora.eventCount(1);
  });
});

describe('memory for bodies', () => {
  it('is taken from whoever has been sending longest', async () => {
    const relay = await limited({ bodyBytes: 300_000 });
    const { head, body } = wire(relay, 200_000);
    const slow = open(relay);
    slow.send(head);
    slow.send(body.subarray(0, 150_000));
    await until('the relay to have it', async () => (await relay.post(ring())).status === 200);
    const quick = open(relay);
    const other = wire(relay, 200_000);
    quick.send(other.head);
    quick.send(other.body);
    await until('an answer', () => quick.received() !== '');
    expect(quick.received()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 503 /);
  });
});

describe('an overload', () => {
  it('gives 503 to what would wait too long, and nothing of what waits is lost', async () => {
    const relay = await limited({ pending: { count: 8, bytes: 1_000_000 } });
    const nora = await relay.live(NORA);
    const answers = await Promise.all(Array.from({ length: 300 }, () => relay.post(ring())));
    const accepted = answers.filter((a) => a.status === 200);
    const refused = answers.filter((a) => a.status !== 200);
    expect(accepted.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((a) => a.status))).toEqual(new Set([503]));
    const told = (await nora.eventCount(accepted.length)).map((event) => String(event.webhookId));
    expect(told.sort()).toEqual(accepted.map((a) => a.id).sort());
    expect((await relay.post(ring(), { id: refused[0]?.id ?? '' })).body).toEqual({ status: 'accepted' });
  });
});

describe('pairing', () => {
  const attempt = (relay: LabRelay, address?: string): Promise<number> =>
    fetch(new URL('/pair', relay.url), {
      method: 'POST',
      body: '{"code":"AAAAAAAAAAAAAAAAAAAAAA"}',
      ...(address === undefined ? {} : { headers: { 'x-forwarded-for': address } }),
    }).then((response) => response.status);

  it('is limited per client behind a proxy, and nobody else is shut out', async () => {
    const relay = await allowing({ pairingsPerAddress: 2, pairings: 100 });
    const attacker = '198.51.100.7';
    expect(await attempt(relay, attacker)).toBe(410);
    expect(await attempt(relay, `203.0.113.1, ${attacker}`)).toBe(410);
    expect(await attempt(relay, `203.0.113.2, ${attacker}`)).toBe(429);
    expect(await attempt(relay, '203.0.113.9')).toBe(410);
  });

  it('counts a customer with a whole IPv6 network once', async () => {
    const relay = await allowing({ pairingsPerAddress: 2, pairings: 100 });
    expect(await attempt(relay, '2001:db8:1:2::1')).toBe(410);
    expect(await attempt(relay, '2001:db8:1:2::2')).toBe(410);
    expect(await attempt(relay, '2001:db8:1:2:3::3')).toBe(429);
    expect(await attempt(relay, '2001:db8::1')).toBe(410);
    expect(await attempt(relay, '2001:db8::2')).toBe(410);
    expect(await attempt(relay, '2001:db8:0:0:5::3')).toBe(429);
  });

  it('believes nobody who is no proxy', async () => {
    const relay = await allowing({ pairingsPerAddress: 2, trustedProxies: [] });
    expect(await attempt(relay, '203.0.113.1')).toBe(410);
    expect(await attempt(relay, '203.0.113.2')).toBe(410);
    expect(await attempt(relay, '203.0.113.3')).toBe(429);
  });
});

describe('the limits of the config', () => {
  it('hold from the moment the file changes, in both directions', async () => {
    const relay = await allowing({ sockets: 1, pairingsPerAddress: 1, trustedProxies: [] });
    const { token } = await relay.device(NORA);
    const first = await goLive(relay.url, token);
    lab.onCleanUp(first.drop);
    const upgrade = () => refusedUpgrade(relay.url, { token, subprotocol: 'ringside.v1' });
    const pair = async (client: string): Promise<number> => {
      const headers = { 'x-forwarded-for': client };
      return (await fetch(new URL('/pair', relay.url), { method: 'POST', body: '{"code":"AA"}', headers }))
        .status;
    };
    expect(await upgrade()).toBe(503);
    expect([await pair('203.0.113.1'), await pair('203.0.113.2')]).toEqual([410, 429]);
    const changed = async (limits: object): Promise<void> => {
      const before = relay.log().length;
      await writeFile(relay.configFile, JSON.stringify({ limits }));
      await until('the reload', () => relay.log().slice(before).includes('the config was reloaded'));
    };
    await changed({ sockets: 2, pairingsPerAddress: 1, trustedProxies: ['127.0.0.1'] });
    const second = await goLive(relay.url, token);
    lab.onCleanUp(second.drop);
    expect(await pair('203.0.113.3')).toBe(410);
    await changed({ connectionsPerAddress: 1, trustedProxies: [] });
    const [kept, refused] = [open(relay), open(relay)];
    expect(await Promise.race([kept.ended, refused.ended])).toBe('');
    expect(first.frames.at(-1)?.type).toBe('live');
  });
});

describe('agent sockets', () => {
  it('of one device are four: a fifth, of an app that has lost the others, ends the oldest with a listed code', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    const open = async () => {
      const socket = await goLive(relay.url, token);
      lab.onCleanUp(socket.drop);
      return socket;
    };
    const [first, ...rest] = [await open(), await open(), await open(), await open()];
    // Half open: nothing is read of it any more.
    first?.hang();
    rest.push(await open());
    await relay.post(ring());
    for (const socket of rest) await socket.eventCount(1);
    first?.goOn();
    expect(await first?.closed).toBe(4409);
    expect(first?.events).toEqual([]);
    const other = await relay.live(NORA);
    await relay.post(ring({ from_number: '+33199005678' }));
    for (const socket of rest) await socket.eventCount(2);
    await other.eventCount(2);
  });

  it('that take turns in being a fifth lose no event: each gets it again when it is back', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { token } = await relay.device(NORA);
    const seen = new Set<string>();
    const started = Array.from({ length: 5 }, async () => {
      const socket = await connectAgent(relay.url, token);
      lab.onCleanUp(socket.drop);
      // The one that is sent away may not even be live by then.
      socket.resume();
      return socket;
    });
    const sockets = await Promise.all(started);
    await Promise.race(sockets.map((socket) => socket.closed));
    const { id } = await relay.post(ring());
    const again = await goLive(relay.url, token);
    lab.onCleanUp(again.drop);
    for (const { webhookId } of await again.eventCount(1)) seen.add(webhookId);
    expect([...seen]).toEqual([id]);
  });

  it('that have not resumed are bounded, and so are all together', async () => {
    const relay = await allowing({ silentSockets: 1, sockets: 2 });
    const { token } = await relay.device(NORA);
    const mute = await connectAgent(relay.url, token);
    lab.onCleanUp(mute.drop);
    const refused = () => refusedUpgrade(relay.url, { token, subprotocol: 'ringside.v1' });
    expect(await refused()).toBe(503);
    mute.resume();
    await mute.frame('live');
    const other = await goLive(relay.url, token);
    lab.onCleanUp(other.drop);
    expect(await refused()).toBe(503);
  });
});
