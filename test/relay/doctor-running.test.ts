import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { whyNoAnswer } from '../../src-relay/doctor/asking.ts';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { complaints, doctor, fingerprint, withPublicUrl } from '../fixtures/relay/doctor.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

describe('doctor, of the relay that runs', () => {
  it('tells a secret that is set here and that the running relay lacks, and names none', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const next = newSecret();
    const told = await doctor(relay.folder, `${relay.secret},${next}`);
    expect(told.code).toBe(1);
    expect(complaints(told)).toContain(
      `fail secrets: ${fingerprint(next)} is set here, but the running relay does not have it: its webhooks get 401`,
    );
    expect(JSON.stringify(told)).not.toContain(next.slice('whsec_'.length));
  });

  it('tells webhooks of a secret that nobody handed over: every one of them gets 401', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const next = newSecret();
    await relay.post(ring());
    expect(complaints(await doctor(relay.folder, relay.secret)).join()).not.toContain('signatures');
    for (let i = 0; i < 3; i += 1) expect((await post(relay.url, next, ring())).status).toBe(401);
    const rotated = await doctor(relay.folder, relay.secret);
    expect(complaints(rotated).join('\n')).toMatch(/^fail signatures: 3 webhooks got 401 in the last 24 h/m);
    await relay.post(ring());
    expect(complaints(await doctor(relay.folder, relay.secret)).join('\n')).toMatch(
      /^warn signatures: 3 webhooks got 401/m,
    );
    await cliOn(relay.folder, ['secrets', 'add'], Date.now, next);
    expect((await post(relay.url, next, ring())).status).toBe(200);
    const cured = await doctor(relay.folder, relay.secret);
    expect(complaints(cured).join('\n')).not.toMatch(/signatures|secrets/);
    const about = cured.checks.filter((check) => check.about === 'secrets').map(({ found }) => found);
    expect(about).toEqual([
      expect.stringMatching(new RegExp(`^${fingerprint(relay.secret)} \\(environment\\): 2 webhooks`)),
      expect.stringMatching(new RegExp(`^${fingerprint(next)} \\(file\\): 1 webhooks`)),
    ]);
  });

  it('tells a config that is not in force, whatever keeps the relay from it', async () => {
    const relay = await lab.start({ agents: [NORA], config: { ringWindow: 30 } });
    const about = async () =>
      (await doctor(relay.folder, relay.secret)).checks
        .filter(({ about }) => about === 'config')
        .map(({ level, found }) => `${level} ${found}`);
    expect(await about()).toContain('ok it is in force');
    await writeFile(relay.configFile, '{"ringWindow": 60}');
    expect(await about()).toContain('ok it is in force');
    await writeFile(relay.configFile, '{"ringWindow": "long"}');
    expect((await about()).join('\n')).toMatch(/fail .*ringWindow: expected number/);
    await rm(relay.configFile);
    await until('word of it', () => relay.log().includes('is gone'));
    expect(await about()).toContain('warn the running relay keeps an older one: the file is gone');
    await mkdir(relay.configFile);
    await until('word of it', () => relay.log().includes('(EISDIR)'));
    expect((await about()).join('\n')).toMatch(/fail .*cannot be read \(EISDIR\)/);
  });

  it('tells events for nobody until the alias is there', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ user_email: 'n.ora@old.example' }));
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain(
      'warn events: 1 calls and messages of the last 7 days concern no agent',
    );
    await relay.cli('agents', 'add', NORA, '--alias', 'n.ora@old.example');
    expect(complaints(await doctor(relay.folder, relay.secret)).join()).not.toContain('warn events');
  });

  it('looks where the apps look: a path of publicUrl is part of the address', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    lab.onCleanUp(() => proxy.close());
    await withPublicUrl(relay, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/ringside`);
    const told = complaints(await doctor(relay.folder, relay.secret)).join('\n');
    expect(asked).toContain('/ringside/webhooks/allo');
    expect(told).toContain('a WebSocket without a token got');
    expect(asked.filter((path) => !path.startsWith('/ringside/'))).toEqual([]);
  });

  it('calls what is wrong with TLS by its name', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const [cert, key] = await Promise.all(
      ['localhost.crt', 'localhost.key'].map((name) =>
        readFile(new URL(`../fixtures/tls/${name}`, import.meta.url)),
      ),
    );
    const proxy = createTlsServer({ cert, key }, (_, response) => response.end());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    lab.onCleanUp(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    await withPublicUrl(relay, `https://localhost:${port}`);
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain(
      `fail public address: no answer at https://localhost:${port}/webhooks/allo: the certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    );
    await withPublicUrl(relay, `https://localhost:${new URL(relay.url).port}`);
    expect(complaints(await doctor(relay.folder, relay.secret)).join('\n')).toMatch(
      /does not speak TLS|TLS could not be agreed on/,
    );
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'the certificate has expired (CERT_HAS_EXPIRED)'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)'],
    ['ENOTFOUND', 'the name is not in DNS (ENOTFOUND)'],
    ['ESOMETHING', 'ESOMETHING'],
  ])('a request that fails for %s says so', (code, said) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(whyNoAnswer(new TypeError('fetch failed', { cause }))).toBe(said);
    expect(whyNoAnswer(cause)).toBe(said);
  });
});
