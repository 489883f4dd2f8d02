import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  completed,
  NORA,
  newSecret,
  newWebhookId,
  post,
  ring,
  signedHeaders,
} from '../fixtures/allo.ts';
import { relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('a genuine webhook', () => {
  it('is accepted, once per id', async () => {
    const relay = await lab.start();
    const first = await relay.post(ring());
    expect(first).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const again = await relay.post(ring(), { id: first.id });
    expect(again).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    expect(await relay.metric('ringside_webhooks_total{outcome="accepted"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_total{outcome="duplicate"}')).toBe(1);
  });

  it('is a duplicate after a restart too', async () => {
    const before = await lab.start();
    const { id } = await before.post(ring());
    await before.stop();
    const after = await lab.start({ folder: before.folder });
    expect((await after.post(ring(), { id })).body).toEqual({ status: 'duplicate' });
  });

  it('is accepted once when it comes many times at once', async () => {
    const relay = await lab.start();
    const id = newWebhookId();
    const answers = await Promise.all(Array.from({ length: 40 }, () => relay.post(ring(), { id })));
    const statuses = answers.map((a) => (a.body as { status: string }).status);
    expect(statuses.filter((s) => s === 'accepted')).toHaveLength(1);
    expect(statuses.filter((s) => s === 'duplicate')).toHaveLength(39);
  });

  it('may be 300 s old, and in any spelling that Allo uses', async () => {
    const now = seconds();
    const relay = await lab.start({ now: () => now * 1000 });
    expect((await relay.post(ring(), { timestamp: now - 300 })).status).toBe(200);
    expect((await relay.post(ring(), { timestamp: now - 301 })).status).toBe(401);
    expect((await relay.post(ring({ person: null, deals: null, company: undefined }))).body).toEqual({
      status: 'accepted',
    });
  });

  it('passes with any of the secrets while they are being rotated', async () => {
    const [old, fresh] = [newSecret(), newSecret()];
    const relay = await lab.start({ secret: `${old},${fresh}` });
    expect((await post(relay.url, old, ring())).status).toBe(200);
    expect((await post(relay.url, fresh, ring())).status).toBe(200);
    expect((await post(relay.url, newSecret(), ring())).status).toBe(401);
  });
});

describe('an id beyond what a number keeps', () => {
  it('reaches the agent with every digit', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    const body = JSON.stringify(ring({ deals: [{ id: 'ID', name: 'Pilot' }] })).replace(
      '"ID"',
      '12345678901234567891',
    );
    expect((await relay.post(body)).body).toEqual({ status: 'accepted' });
    const [event] = await nora.eventCount(1);
    expect(event?.data['deals']).toEqual([{ id: '12345678901234567891', name: 'Pilot' }]);
  });
});

describe('a genuine webhook that cannot be read is quarantined', () => {
  it.each([
    ['an unknown topic', JSON.stringify({ ...ring(), topic: 'call.levitated' })],
    ['another version', JSON.stringify({ ...ring(), version: '3.0' })],
    ['the old v1', '{"topic":"CALL_RECEIVED","data":{"fromNumber":"+33199001234"}}'],
    ['not JSON', 'hello'],
    ['an empty body', ''],
    ['a wrong shape', JSON.stringify({ ...ring(), data: [] })],
    ['a ring without numbers', JSON.stringify(ring({ from_number: null, to_number: null }))],
  ])('%s', async (_, body) => {
    const relay = await lab.start();
    const posted = await relay.post(body);
    expect(posted).toMatchObject({ status: 200, body: { status: 'quarantined' } });
    expect((await relay.post(body, { id: posted.id })).body).toEqual({ status: 'duplicate' });
    const { quarantined } = await relay.cli('quarantine', 'list');
    expect(quarantined).toMatchObject([{ webhookId: posted.id, bytes: Buffer.byteLength(body) }]);
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 0, left: 1 });
  });

  it('an event that is too deep takes no other with it, and is told as far as it can be', async () => {
    const relay = await lab.start({ agents: ['nora@ringside.example'] });
    const nora = await relay.live('nora@ringside.example');
    const deep = JSON.stringify(ring()).replace(
      '"person":',
      `"deep":${'['.repeat(1e5)}${']'.repeat(1e5)},"person":`,
    );
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => relay.post(ring())),
      relay.post(deep),
      ...Array.from({ length: 10 }, () => relay.post(ring())),
    ]);
    expect(answers.map((a) => a.status)).toEqual(Array.from({ length: 21 }, () => 200));
    expect(answers[10]?.body).toEqual({ status: 'quarantined' });
    expect(await relay.metric('ringside_webhooks_total{outcome="accepted"}')).toBe(20);
    expect((await nora.eventCount(21)).map((e) => e.seq)).toEqual(
      Array.from({ length: 21 }, (_, i) => i + 1),
    );
  });
});

describe('a refusal', () => {
  it.each([
    ['no id', { headers: { 'webhook-id': null } }, 400],
    ['no timestamp', { headers: { 'webhook-timestamp': null } }, 400],
    ['no signature', { headers: { 'webhook-signature': null } }, 400],
    ['an id with a dot', { id: 'msg.1' }, 400],
    ['a timestamp that is no number', { timestamp: 'hello' }, 400],
    ['a malformed signature', { signature: 'invalid_signature' }, 400],
    ['a wrong signature', { signature: `v1,${'A'.repeat(43)}=` }, 401],
    ['a signature of another version', { signature: `v2,${'A'.repeat(43)}=` }, 401],
    // Made when the tests are listed, which on a busy machine is minutes before they run.
    ['too old', { timestamp: seconds() - 310 }, 401],
    ['too far ahead', { timestamp: seconds() + 3600 }, 401],
    ['a timestamp in ms', { timestamp: Date.now() % 1e12 }, 401],
    ['GET', { method: 'GET' }, 405],
    ['PUT', { method: 'PUT' }, 405],
  ])('%s', async (_, overrides, status) => {
    const relay = await lab.start();
    const refused = await relay.post(ring(), overrides);
    expect(refused.status).toBe(status);
    expect(Object.keys(refused.body as object)).toEqual(['error']);
  });

  it('a forged body is refused, and does not use up its id', async () => {
    const relay = await lab.start();
    const body = JSON.stringify(ring());
    const id = newWebhookId();
    const headers = signedHeaders(relay.secret, id, new TextEncoder().encode(body));
    const forged = await relay.post(body.replace('Globex', 'Initech'), { id, headers });
    expect(forged.status).toBe(401);
    expect((await relay.post(body, { id })).body).toEqual({ status: 'accepted' });
  });

  it('a body over 5 MiB gets 413, said or found out', async () => {
    const relay = await lab.start();
    const big = 'x'.repeat(5 * 1024 * 1024 + 1);
    expect((await relay.post(big)).status).toBe(413);
    const chunked = await fetch(new URL('/webhooks/allo', relay.url), {
      method: 'POST',
      duplex: 'half',
      headers: signedHeaders(relay.secret, newWebhookId(), new TextEncoder().encode(big)),
      body: new Blob([big]).stream(),
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it('a body over 5 MiB is not read to its end', async () => {
    const relay = await lab.start();
    const { hostname, port } = new URL(relay.url);
    const sender = connect(Number(port), hostname);
    lab.onCleanUp(() => sender.destroy());
    const headers = Object.entries(signedHeaders(relay.secret, newWebhookId(), new Uint8Array()));
    const head = ['POST /webhooks/allo HTTP/1.1', 'Host: relay', 'Content-Length: 900000000'];
    sender.write([...head, ...headers.map(([n, v]) => `${n}: ${v}`), '', 'the first of many'].join('\r\n'));
    let heard = '';
    sender.setEncoding('utf8').on('data', (text: string) => void (heard += text));
    await new Promise((resolve) => sender.once('close', resolve));
    expect(heard).toMatch(/^HTTP\/1.1 413 [\s\S]*Connection: close/i);
  });

  it('exactly 5 MiB is read', async () => {
    const relay = await lab.start();
    expect((await relay.post('x'.repeat(5 * 1024 * 1024))).body).toEqual({ status: 'quarantined' });
  });

  it('without a secret every webhook gets 503, and the relay says it is not ready', async () => {
    const relay = await lab.start({ secret: '' });
    expect((await post(relay.url, newSecret(), ring())).status).toBe(503);
    const ready = await fetch(new URL('/readyz', relay.url));
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: 'not ready', reasons: ['no webhook secret is set'] },
    ]);
    expect((await fetch(new URL('/healthz', relay.url))).status).toBe(200);
  });

  it('other paths do not exist', async () => {
    const relay = await lab.start();
    for (const path of ['/', '/webhooks', '/webhooks/allo/x', '/WEBHOOKS/ALLO']) {
      const response = await fetch(new URL(path, relay.url), { method: 'POST' });
      expect([path, response.status]).toEqual([path, 404]);
    }
  });

  it('is counted by its status', async () => {
    const relay = await lab.start();
    await relay.post(ring(), { signature: `v1,${'A'.repeat(43)}=` });
    await relay.post(ring(), { headers: { 'webhook-id': null } });
    expect(await relay.metric('ringside_webhooks_refused_total{status="401",reason="signature"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_refused_total{status="400",reason="headers"}')).toBe(1);
  });
});

describe('an accepted event', () => {
  it('that concerns nobody is kept and counted', async () => {
    const relay = await lab.start();
    for (const body of [ring(), answer(), completed()]) {
      expect((await relay.post(body)).body).toEqual({ status: 'accepted' });
    }
    expect(await relay.metric('ringside_events_without_agent_total')).toBe(3);
  });
});
