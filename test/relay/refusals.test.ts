import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, newWebhookId, ring, signedHeaders } from '../fixtures/allo.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const MIB = 1024 * 1024;

describe('a webhook’s address that was typed with a slash too many', () => {
  it.each(['/webhooks/allo/', '//webhooks/allo', '/webhooks//allo//', '/webhooks/allo/?from=allo'])(
    '%s is served like the right one',
    async (path) => {
      const relay = await lab.start();
      const body = new TextEncoder().encode(JSON.stringify(ring()));
      const headers = signedHeaders(relay.secret, newWebhookId(), body);
      const response = await fetch(`${relay.url}${path}`, { method: 'POST', headers, body });
      expect([response.status, await response.json()]).toEqual([200, { status: 'accepted' }]);
    },
  );

  it('nor does an address in full, as a proxy may send it', async () => {
    const relay = await lab.start();
    const said = await sendAll(relay, 'GET http://relay.example/healthz HTTP/1.1', Buffer.alloc(0));
    expect(said).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('a client that offers another protocol with its request', () => {
  it.each(['h2c', 'websocket', 'TLS/1.2'])('%s: its webhook is taken in like any other', async (upgrade) => {
    const relay = await lab.start();
    const body = new TextEncoder().encode(JSON.stringify(ring()));
    const headers = {
      ...signedHeaders(relay.secret, newWebhookId(), body),
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: upgrade,
      'HTTP2-Settings': 'AAMAAABkAARAAAAAAAIAAAAA',
    };
    expect(await sendAll(relay, 'POST /webhooks/allo HTTP/1.1', body, headers)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendAll(relay, 'POST /webhook HTTP/1.1', body, headers)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await relay.metric('ringside_http_misses_total{like="webhook"}')).toBe(1);
  });
});

describe('a POST to a path that is none', () => {
  const miss = async (relay: LabRelay, path: string): Promise<number> =>
    (await fetch(`${relay.url}${path}`, { method: 'POST', body: '{}' })).status;

  it('is counted and in the log, with a word of where webhooks go', async () => {
    const relay = await lab.start();
    expect(await miss(relay, '/webhook/allo')).toBe(404);
    expect(await miss(relay, '/api/calls')).toBe(404);
    expect((await fetch(`${relay.url}/favicon.ico`)).status).toBe(404);
    expect(await relay.metric('ringside_http_misses_total{like="webhook"}')).toBe(1);
    expect(await relay.metric('ringside_http_misses_total{like="other"}')).toBe(1);
    expect(relay.log()).toContain('"path":"/webhook/allo"');
    expect(relay.log()).toContain('webhooks go to /webhooks/allo');
  });

  it('is in the log without what could be somebody’s, however long, and not once for each', async () => {
    const relay = await lab.start();
    await miss(
      relay,
      `/hooks/+33199001234/ana.lopez%40globex.example/${'x'.repeat(5000)}/0199001234?who=ana`,
    );
    for (let i = 0; i < 50; i += 1) await miss(relay, '/elsewhere');
    expect(relay.log()).toContain('"path":"/hooks/…/…/…/…"');
    expect(relay.log()).not.toMatch(/1990012|lopez|xxxx|who=/);
    expect(relay.log().match(/a path that is none/g)).toHaveLength(1);
    expect(await relay.metric('ringside_http_misses_total{like="other"}')).toBe(50);
  });
});

/** Writes a whole request before it reads a byte of the answer, as many a sender does; gives what came back. */
async function sendAll(
  relay: LabRelay,
  line: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { hostname, port } = new URL(relay.url);
  const socket = connect(Number(port), hostname);
  lab.onCleanUp(() => socket.destroy());
  const lines = Object.entries({ Host: 'relay', 'Content-Length': String(body.length), ...headers });
  const head = [line, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  let trouble: string | null = null;
  socket.on('error', (error: NodeJS.ErrnoException) => (trouble = error.code ?? error.message));
  await new Promise<void>((resolve) => {
    socket.pause();
    socket.write(head);
    socket.write(body, () => resolve());
  });
  if (trouble !== null) return trouble;
  let heard = '';
  socket
    .setEncoding('latin1')
    .on('data', (text: string) => void (heard += text))
    .resume();
  await until('an answer', () => heard.includes('\r\n\r\n') || trouble !== null);
  return trouble ?? heard;
}

const big = (mib: number): Uint8Array<ArrayBuffer> => new Uint8Array(mib * MIB).fill(120);
const signed = (relay: LabRelay): Record<string, string> =>
  signedHeaders(relay.secret, newWebhookId(), new Uint8Array());

describe('a sender whose body is refused reads why', () => {
  it.each([6, 20, 30])('413 for %i MiB, when everything is written first', async (mib) => {
    const relay = await lab.start();
    const said = await sendAll(relay, 'POST /webhooks/allo HTTP/1.1', big(mib), signed(relay));
    expect(said).toMatch(/^HTTP\/1\.1 413 [\s\S]*Connection: close[\s\S]*\{"error":"too large"\}/i);
  });

  it.each([6, 20])('413 for %i MiB, with fetch, again and again', async (mib) => {
    const relay = await lab.start();
    const body = big(mib);
    for (let i = 0; i < 5; i += 1) {
      const headers = { ...signed(relay), 'Content-Type': 'application/json' };
      const response = await fetch(`${relay.url}/webhooks/allo`, { method: 'POST', headers, body });
      expect([response.status, await response.json()]).toEqual([413, { error: 'too large' }]);
    }
  });

  it.each([[[]], [['-H', 'Expect:']], [['-H', 'Transfer-Encoding: chunked']]])(
    '413 with curl %j',
    async (more: string[]) => {
      const relay = await lab.start();
      const file = join(relay.folder, 'big');
      await writeFile(file, big(8));
      const headers = Object.entries(signed(relay)).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
      const args = ['-sS', '-w', '\n%{http_code}', '--data-binary', `@${file}`, ...headers, ...more];
      const { stdout } = await promisify(execFile)('curl', [...args, `${relay.url}/webhooks/allo`]);
      expect(stdout).toBe('{"error":"too large"}\n413');
    },
  );

  it.each<[string, string, number, Record<string, string>]>([
    ['a method that is none', 'PUT /webhooks/allo HTTP/1.1', 405, {}],
    ['no headers of a webhook', 'POST /webhooks/allo HTTP/1.1', 400, {}],
    ['a path that is none', 'POST /webhooks/nobody HTTP/1.1', 404, {}],
    ['a pairing that is too long', 'POST /pair HTTP/1.1', 413, {}],
    ['a test call without a token', 'POST /agent/test-call HTTP/1.1', 401, {}],
    ['a socket’s path', 'POST /agent HTTP/1.1', 426, {}],
  ])('%s', async (_, line, status, headers) => {
    const relay = await lab.start();
    const said = await sendAll(relay, line, big(4), headers);
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('503, when there is no secret or the relay has no room', async () => {
    const relay = await lab.start({ secret: '' });
    const headers = signedHeaders(newSecret(), newWebhookId(), new Uint8Array());
    const said = await sendAll(relay, 'POST /webhooks/allo HTTP/1.1', big(5), headers);
    expect(said).toMatch(/^HTTP\/1\.1 503 /);
    const full = await lab.start({ limits: { pending: { count: 0, bytes: 1 } } });
    expect(await sendAll(full, 'POST /webhooks/allo HTTP/1.1', big(5), signed(full))).toMatch(
      /^HTTP\/1\.1 503 /,
    );
  });

  it('429, when it pairs too often', async () => {
    const relay = await lab.start({ config: { limits: { pairingsPerAddress: 1 } } });
    await fetch(`${relay.url}/pair`, { method: 'POST', body: '{}' });
    expect(await sendAll(relay, 'POST /pair HTTP/1.1', big(4))).toMatch(/^HTTP\/1\.1 429 /);
  });

  it('but one that never ends is cut off, and one that stops sending is not waited for', async () => {
    const relay = await lab.start();
    const endless = await sendAll(relay, 'POST /webhooks/allo HTTP/1.1', big(1), {
      ...signed(relay),
      'Content-Length': String(900 * MIB),
    });
    expect(endless).toMatch(/^HTTP\/1\.1 413 /);
    const { hostname, port } = new URL(relay.url);
    const sender = connect(Number(port), hostname);
    lab.onCleanUp(() => sender.destroy());
    sender.on('error', () => undefined).resume();
    const closed = new Promise<void>((resolve) => sender.once('close', () => resolve()));
    const lines = Object.entries(signed(relay)).map(([name, value]) => `${name}: ${value}`);
    sender.write(
      ['POST /webhooks/allo HTTP/1.1', 'Host: relay', `Content-Length: ${900 * MIB}`, ...lines, '', ''].join(
        '\r\n',
      ),
    );
    const part = big(1);
    const goOn = (): void => {
      while (!sender.destroyed && sender.write(part));
      if (!sender.destroyed) sender.once('drain', goOn);
    };
    goOn();
    await closed;
    expect(sender.bytesWritten).toBeLessThan(200 * MIB);
  });
});
