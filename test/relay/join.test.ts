import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { readPairingLink } from '../../src-shared/wire/pairing-link.ts';
import { NORA } from '../fixtures/allo.ts';
import { ALL_DOWNLOADS, USER_AGENTS } from '../fixtures/relay/downloads.ts';
import { relayLab } from '../fixtures/relay/lab.ts';
import { rawSocket } from '../fixtures/relay/raw-socket.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** One request as it stands on the wire; gives head and body of the answer. */
async function ask(url: string, ...lines: string[]): Promise<{ head: string; body: string }> {
  const socket = rawSocket(url);
  socket.send([...lines, 'Host: relay', 'Connection: close', '', ''].join('\r\n'));
  const [head = '', ...body] = (await socket.ended).split('\r\n\r\n');
  return { head, body: body.join('\r\n\r\n') };
}

describe('the page behind a pairing link', () => {
  it('comes whole, in one answer that lets nothing else in', async () => {
    const relay = await lab.start();
    const { head, body } = await ask(relay.url, 'GET /join HTTP/1.1');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1];
    expect(header('Content-Type')).toBe('text/html; charset=utf-8');
    expect(Number(header('Content-Length'))).toBe(Buffer.byteLength(body, 'latin1'));
    expect(header('X-Content-Type-Options')).toBe('nosniff');
    expect(header('Referrer-Policy')).toBe('no-referrer');
    expect(header('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(header('Cache-Control')).toBe('private, no-cache');
    expect(header('Vary')).toMatch(/Accept-Language, User-Agent/);
    const policy = header('Content-Security-Policy')?.split('; ') ?? [];
    expect(policy).toEqual([
      "default-src 'none'",
      expect.stringMatching(/^script-src 'sha256-[\w+/]{43}='$/),
      expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(body).toContain('</html>');
  });

  it('answers HEAD with the same head, and nothing else but GET with 405', async () => {
    const relay = await lab.start();
    const same = (head: string) => head.replace(/^Date: .*$/im, '');
    const got = await ask(relay.url, 'GET /join HTTP/1.1');
    const asked = await ask(relay.url, 'HEAD /join HTTP/1.1');
    expect(same(asked.head)).toBe(same(got.head));
    expect(asked.body).toBe('');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const refused = await ask(relay.url, `${method} /join HTTP/1.1`, 'Content-Length: 0');
      expect(refused.head).toMatch(/^HTTP\/1\.1 405 /);
      expect(refused.head).toMatch(/^Allow: GET, HEAD$/m);
    }
  });

  it.each([
    ['/join/', 200],
    ['/join?utm_source=mail', 200],
    ['//join', 200],
    ['/join/AbcdefghAbcdefghAbcdef', 404],
    ['/joined', 404],
    ['/join%23AbcdefghAbcdefghAbcdef', 404],
  ])('at %s the relay answers %i', async (path, status) => {
    const relay = await lab.start();
    const { head } = await ask(relay.url, `GET ${path} HTTP/1.1`);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(relay.log()).not.toContain('Abcdefgh');
  });

  it('ends the connection of a request with a body that nobody asked for', async () => {
    const relay = await lab.start();
    const socket = rawSocket(relay.url);
    socket.send('GET /join HTTP/1.1\r\nHost: relay\r\nContent-Length: 5\r\n\r\nhello');
    expect(await socket.ended).toMatch(/^HTTP\/1\.1 200 [^]*<\/html>\s*$/);
  });

  it('is there for whoever asks while the relay stops', async () => {
    const relay = await lab.start();
    const socket = rawSocket(relay.url);
    socket.send('GET /join HTTP/1.1\r\nHost: rel');
    // By then it has read the first half.
    await fetch(new URL('/healthz', relay.url));
    const stopped = relay.stop();
    socket.send('ay\r\n\r\n');
    expect(await socket.ended).toMatch(/^HTTP\/1\.1 200 [^]*^Connection: close[^]*<\/html>/im);
    await stopped;
  });

  it('speaks the reader’s language and knows the reader’s system', async () => {
    const relay = await lab.start({ config: { downloads: ALL_DOWNLOADS } });
    const get = async (language: string, agent: string) => {
      const headers = { 'Accept-Language': language, 'User-Agent': agent };
      return await (await fetch(new URL('/join', relay.url), { headers })).text();
    };
    expect(await get('fr-FR,fr;q=0.9', USER_AGENTS.safariOnMac)).toContain('Télécharger pour Mac');
    expect(await get('de', USER_AGENTS.edgeOnWindows)).toContain('Download for Windows');
    expect(await get('en', USER_AGENTS.firefoxOnFedora)).toMatch(/id="download"\s+href="[^"]+\.rpm"/);
  });

  it('offers what the config names as soon as it does', async () => {
    const relay = await lab.start();
    const get = async () => await (await fetch(new URL('/join', relay.url))).text();
    const url = ALL_DOWNLOADS.windows.x64.url;
    expect(await get()).not.toContain(url);
    await writeFile(relay.configFile, JSON.stringify({ downloads: { windows: { x64: { url } } } }));
    await until('the new download', async () => ((await get()).includes(url) ? true : null));
  });
});

describe('the links that are printed', () => {
  it.each([
    ['https://relay.example.com', 'https://relay.example.com/join#'],
    ['https://example.com/ringside/', 'https://example.com/ringside/join#'],
    ['https://relay.example.com:8443', 'https://relay.example.com:8443/join#'],
  ])('lead to the page below %s', async (publicUrl, start) => {
    const relay = await lab.start({ agents: [NORA], config: { publicUrl } });
    const { link, page } = (await relay.cli('devices', 'pair', NORA)) as { link: string; page: string };
    expect(page.startsWith(start)).toBe(true);
    const [byLink, byPage] = [readPairingLink(link), readPairingLink(page)];
    expect(byPage).toMatchObject({ ok: true, code: byLink.ok ? byLink.code : '' });
  });

  it('lead to a page that is there, on a relay without an address of its own', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const { links } = (await relay.cli('devices', 'pair', '--all')) as { links: { page: string }[] };
    const [{ page } = { page: '' }] = links;
    expect(page.startsWith(`${relay.url}/join#`)).toBe(true);
    expect((await fetch(page)).status).toBe(200);
  });
});
