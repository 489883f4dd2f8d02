import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSecrets, signedBy } from '../../../src-relay/webhook-secrets/signature.ts';
import { newWebhookId, NORA, ring, signedHeaders } from '../../fixtures/allo.ts';
import { relayLab, type LabRelay } from '../../fixtures/relay/lab.ts';
import { rawSocket } from '../../fixtures/relay/raw-socket.ts';
import { until } from '../../fixtures/until.ts';

const lab = relayLab();
let relay: LabRelay;
beforeAll(async () => {
  relay = await lab.start({
    agents: [NORA],
    limits: { headersWithinMs: 300, requestWithinMs: 600, checkEveryMs: 50 },
    config: { limits: { pairingsPerAddress: 3 } },
  });
});
afterAll(lab.cleanUp);

/** Everything that comes back for bytes that no well-behaved client sends. */
async function said(bytes: string): Promise<string> {
  const socket = rawSocket(relay.url);
  socket.send(bytes);
  const ended = await Promise.race([
    socket.ended,
    until('an answer', () => /\r\n\r\n/.test(socket.received()) && socket.received()),
  ]);
  socket.drop();
  return String(ended);
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

/** A genuine webhook as lines, to be spoilt. */
function genuine(body = JSON.stringify(ring())): { readonly lines: string[]; readonly body: string } {
  const signed = signedHeaders(relay.secret, newWebhookId(), new TextEncoder().encode(body));
  const lines = Object.entries(signed).map(([name, value]) => `${name}: ${value}`);
  return { lines: ['POST /webhooks/allo HTTP/1.1', 'Host: relay', ...lines], body };
}

const request = (lines: readonly string[], body: string): string => `${lines.join('\r\n')}\r\n\r\n${body}`;

describe('what is sent to the relay', () => {
  it('R1 a webhook is verified over its raw bytes before anything of it is read, within five minutes, once for each id', async () => {
    const spaced = `{"topic" : "call.received","x":1,"x":2}`;
    // Signed as it stands, not as a parser would write it again.
    expect((await relay.post(spaced)).body).toEqual({ status: 'quarantined' });
    const { id } = await relay.post(ring());
    expect((await relay.post(ring(), { id })).body).toEqual({ status: 'duplicate' });
    const now = Math.floor(Date.now() / 1000);
    const statuses = [
      await relay.post('{', { signature: 'v1,AAAA' }),
      await relay.post(ring(), { timestamp: now - 302 }),
      await relay.post(ring(), { timestamp: now + 302 }),
      await relay.post(ring(), { signature: `v1a,${'A'.repeat(44)}` }),
      await relay.post(ring(), { signature: Array.from({ length: 40 }, () => 'v1,AAAA').join(' ') }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
  });

  it('R2 a request is bounded in size, headers and time, whatever type it says it is', async () => {
    const big = 6 * 1024 * 1024;
    const { lines } = genuine();
    expect(statusOf(await said(request([...lines, `Content-Length: ${big}`], 'x')))).toBe(413);
    const many = Array.from({ length: 3000 }, (_, at) => `x-${at}: ${at}`);
    expect(statusOf(await said(request(['GET /healthz HTTP/1.1', 'Host: r', ...many], '')))).toBe(431);
    expect(statusOf(await said('POST /webhooks/allo HTTP/1.1\r\nHost: r\r\n'))).toBe(408);
    expect(statusOf(await said(request([...lines, 'Content-Length: 1000'], 'x')))).toBe(408);
    // The signature decides: a type is only what the sender says.
    expect((await relay.post(ring(), { headers: { 'content-type': 'text/html' } })).status).toBe(200);
    expect((await relay.post('['.repeat(100_000) + ']'.repeat(100_000))).body).toEqual({
      status: 'quarantined',
    });
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('R7 whoever is refused is told no more than the status says, and the next one is not kept waiting', async () => {
    const texts = [
      await relay.post(ring(), { signature: 'v1,AAAA' }),
      await relay.post(ring(), { timestamp: 1 }),
      await relay.post(ring(), { headers: { 'webhook-id': 'other' } }),
    ].map(({ body }) => JSON.stringify(body));
    expect(new Set(texts)).toEqual(new Set(['{"error":"unauthorized"}']));
    const pair = async () =>
      (await fetch(new URL('/pair', relay.url), { method: 'POST', body: '{"code":"AAAA"}' })).status;
    expect([await pair(), await pair(), await pair(), await pair()]).toEqual([410, 410, 410, 429]);
    expect((await relay.post(ring())).status).toBe(200);
  });

  it('R9 no request can be smuggled past another: lengths that differ, are doubled or chunked twice are refused', async () => {
    const { lines, body } = genuine();
    const length = `Content-Length: ${body.length}`;
    const smuggled = [
      [...lines, length, 'Content-Length: 0'],
      [...lines, length, 'Transfer-Encoding: chunked'],
      [...lines, 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      [...lines, 'Transfer-Encoding: chunked, chunked'],
      [...lines, 'Transfer-Encoding : chunked'],
      [...lines, 'Transfer-Encoding: xchunked'],
      [...lines, `Content-Length : ${body.length}`],
      [...lines, `Content-Length: +${body.length}`],
      [...lines, `Content-Length: ${body.length}, 0`],
      [...lines, `Content-Length: 0x${body.length.toString(16)}`],
      [...lines, length, ' folded: line'],
      [...lines, length, 'no-colon'],
      [...lines, length, 'nul: \0'],
    ];
    for (const one of smuggled)
      expect([one.at(-1), statusOf(await said(request(one, body)))]).toEqual([one.at(-1), 400]);
    expect(statusOf(await said(request([...lines, length], body)))).toBe(200);
  });

  it('R10 a webhook with a header twice is none, and its id cannot lend a part of the body', async () => {
    const { lines, body } = genuine();
    const length = `Content-Length: ${body.length}`;
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      expect(statusOf(await said(request([...lines, `${name}: 1`, length], body)))).toBeGreaterThan(399);
    expect((await relay.post(ring(), { id: 'a.1.{' })).status).toBe(400);
    expect((await relay.post(ring(), { timestamp: '1e9' })).status).toBe(400);
  });

  it('R11 a webhook that names what every object has changes nothing but itself', async () => {
    const nora = await relay.live(NORA);
    const poisoned = JSON.stringify(ring({ from_number: '+33199007777' })).replace(
      '"data":{',
      '"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    );
    expect((await relay.post(poisoned)).status).toBe(200);
    await nora.eventCount(1);
    expect('polluted' in {}).toBe(false);
    expect((await relay.post(ring())).status).toBe(200);
  });
});

describe('what the relay tells', () => {
  it('R12 a stranger sees neither metrics nor reasons through a proxy, and nobody sees the control door without its word', async () => {
    const asked = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(new URL(path, relay.url), { headers });
      return { status: response.status, text: await response.text() };
    };
    expect((await asked('/metrics')).status).toBe(200);
    for (const name of ['x-forwarded-for', 'forwarded'])
      expect(await asked('/metrics', { [name]: 'for=203.0.113.1' })).toEqual({
        status: 404,
        text: '{"error":"not found"}',
      });
    expect((await asked('/control/status')).status).toBe(404);
    const bare = await lab.start({ secret: '' });
    const ready = await fetch(new URL('/readyz', bare.url), {
      headers: { 'x-forwarded-for': '203.0.113.1' },
    });
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready' }]);
    expect((await fetch(new URL('/readyz', bare.url))).status).toBe(503);
  });

  it('R13 a page of another site gets nothing to read: no answer allows it', async () => {
    for (const [path, method] of [
      ['/webhooks/allo', 'OPTIONS'],
      ['/pair', 'OPTIONS'],
      ['/healthz', 'GET'],
      ['/agent', 'GET'],
    ] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const { headers: given } = await fetch(new URL(path, relay.url), { method, headers });
      expect([...given.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(given.get('x-content-type-options')).toBe('nosniff');
      expect(given.get('server') ?? given.get('x-powered-by')).toBeNull();
    }
  });

  it('R14 how long a refusal takes tells nothing of the signature: every pair is compared whole', async () => {
    const secrets = parseSecrets(relay.secret);
    const signed = { id: 'msg_1', timestamp: '1', body: new Uint8Array([1, 2, 3]) };
    const key = Buffer.from(relay.secret.slice('whsec_'.length), 'base64');
    const good = createHmac('sha256', key)
      .update('msg_1.1.')
      .update(new Uint8Array([1, 2, 3]))
      .digest('base64');
    expect(signedBy(secrets, signed, `v1,${good}`)).not.toBeNull();
    // One that is right but for a letter, wherever that stands, is as wrong as any.
    for (let at = 0; at < good.length; at += 1) {
      const other = good[at] === 'A' ? 'B' : 'A';
      const near = `${good.slice(0, at)}${other}${good.slice(at + 1)}`;
      expect(signedBy(secrets, signed, `v1,${near}`)).toBeNull();
    }
    // What is compared with a secret is compared by this alone.
    for (const file of ['webhook-secrets/signature.ts', 'control/door.ts']) {
      const text = await readFile(resolve(import.meta.dirname, '../../../src-relay', file), 'utf8');
      expect(text).toMatch(/\btimingSafeEqual\((?:signature, expected|hash\()/);
    }
  });
});
