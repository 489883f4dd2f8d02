import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src-relay/cli/program.ts';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { complaints, doctor, fingerprint, withPublicUrl } from '../fixtures/relay/doctor.ts';
import { isEmbeddedOnly } from '../fixtures/relay/embedded-only.ts';
import { cliOn, inJournal, relayLab, storeOf, whereIs } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

describe('doctor', () => {
  it('finds nothing but the missing https on a relay where all is well, and leaves nothing in the journal', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await withPublicUrl(relay, relay.url);
    const nora = await relay.live(NORA);
    await relay.post(ring());
    await nora.eventCount(1);
    nora.ack();
    await until('the ack', async () => {
      const { devices } = (await relay.cli('devices', 'list')) as { devices: { seenAt: string | null }[] };
      return devices[0]?.seenAt;
    });
    const diagnosis = await doctor(relay.folder, relay.secret);
    expect(complaints(diagnosis)).toEqual([`warn public address: ${relay.url} is not https`]);
    expect(diagnosis.code).toBe(0);
    expect(await relay.metric('ringside_webhooks_total{outcome="accepted"}')).toBe(1);
    expect(await relay.metric('ringside_webhooks_total{outcome="quarantined"}')).toBe(0);
    expect(await relay.metric('ringside_webhooks_total{outcome="duplicate"}')).toBe(1);
    expect(nora.events).toHaveLength(1);
  });

  it.skipIf(isEmbeddedOnly('the lock of a folder'))(
    'says who serves the folder, and that a killed relay does not',
    async () => {
      const folder = await lab.folder();
      const secret = newSecret();
      const relay = await spawnRelay({ folder, secret, env: storeOf(folder) });
      lab.onCleanUp(() => relay.kill('SIGKILL'));
      const running = await doctor(folder, secret);
      expect(running.checks.find(({ about }) => about === 'lock')?.found).toBe(
        `a relay serves this folder (process ${relay.pid})`,
      );
      await relay.kill('SIGKILL');
      const dead = await doctor(folder, secret);
      expect(dead.code).toBe(1);
      expect(complaints(dead)).toContain(
        `fail relay: no answer at ${relay.url}: nothing listens there (ECONNREFUSED)`,
      );
      expect(complaints(dead)).toContain('warn lock: no relay serves this folder now');
    },
  );

  it('tells a relay that is not ready, and why', async () => {
    const relay = await lab.start({ secret: '' });
    const diagnosis = await doctor(relay.folder, '');
    expect(diagnosis.code).toBe(1);
    expect(diagnosis.error).toMatch(/^ringside-relay: 1 of \d+ checks failed$/);
    expect(complaints(diagnosis)).toContain(
      `fail relay: runs at ${relay.url} but is not ready: no webhook secret is set`,
    );
    expect(complaints(diagnosis)).toContain('warn secrets: none is set: every webhook gets 503');
  });

  it('tells settings and a config that cannot be used, without the secret', async () => {
    const folder = await lab.folder();
    const short = await doctor(folder, 'whsec_MTIzNA==');
    expect(short.code).toBe(1);
    expect(complaints(short)[0]).toMatch(/^fail settings: ALLO_WEBHOOK_SECRETS: .*fewer than 24/);
    expect(JSON.stringify(short)).not.toContain('MTIzNA');
    await writeFile(join(folder, 'relay.config.json'), '{\n"ringwindow": 1}');
    const config = await doctor(folder, newSecret());
    expect(complaints(config).join('\n')).toMatch(
      /fail config: .*ringwindow: not a setting we know \(line 2, /,
    );
  });

  it.skipIf(isEmbeddedOnly('a damaged file'))('tells a damaged journal', async () => {
    const relay = await lab.start({ agents: [NORA] });
    for (let i = 0; i < 50; i += 1) await relay.post(ring({ from_number: `+3319900${2000 + i}` }));
    await relay.stop();
    const file = join(relay.folder, 'journal.db');
    const bytes = await readFile(file);
    bytes.fill(0xa5, 3 * 4096, 20 * 4096);
    await writeFile(file, bytes);
    const diagnosis = await doctor(relay.folder, relay.secret);
    expect(diagnosis.code).toBe(1);
    expect(complaints(diagnosis).join('\n')).toMatch(/fail journal: (damaged|cannot be read)/);
  });

  it.skipIf(isEmbeddedOnly('a version in a file'))('tells a journal of a newer version', async () => {
    const { folder, stop } = await lab.start();
    await stop();
    await inJournal(folder, (sql) => sql.run('PRAGMA user_version = 999'));
    const { code, checks } = await doctor(folder, newSecret());
    expect(code).toBe(1);
    expect(checks.find(({ about }) => about === 'journal')).toMatchObject({
      level: 'fail',
      found: expect.stringContaining('newer version') as string,
    });
  });

  it('tells agents without devices, devices never seen, a quarantine that is not empty and an open folder', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await chmod(relay.folder, 0o755);
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain('warn devices: there are none');
    const { device } = await relay.device(NORA);
    await relay.post('not JSON');
    const told = complaints(await doctor(relay.folder, relay.secret)).join('\n');
    expect(told).toContain(`1 of 1 were never seen: ${device}`);
    expect(told).toContain('warn quarantine: 1 webhooks could not be read');
    expect(told).toContain('others may look into it');
  });

  it('tells agents that the config names and nobody added', async () => {
    const lines = { '+33199003300': { agents: [NORA, 'sam@ringside.example'] } };
    const relay = await lab.start({ agents: [NORA], config: { lines } });
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain(
      'warn agents: the config names agents that were not added: sam@ringside.example',
    );
  });

  it('tells a clock that is far from the sender’s, by webhooks that are refused for it', async () => {
    const now = Math.floor(Date.now() / 1000);
    const relay = await lab.start({ agents: [NORA], now: () => now * 1000 });
    expect((await post(relay.url, relay.secret, ring(), { timestamp: now + 900 })).status).toBe(401);
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain("fail clock: 900 s behind Allo's");
  });

  it('tells a public address that leads elsewhere, nowhere, or to a relay with another secret', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    const elsewhere = createServer((_, response) => response.end('It works!'));
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    lab.onCleanUp(() => elsewhere.close());
    await withPublicUrl(relay, `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
    const wrong = complaints(await doctor(relay.folder, relay.secret)).join('\n');
    expect(wrong).toContain('an unsigned webhook got 200 instead of 400');
    expect(wrong).toContain('a WebSocket without a token got');
    await withPublicUrl(relay, 'http://127.0.0.1:9');
    expect(complaints(await doctor(relay.folder, relay.secret)).join('\n')).toContain(
      'no answer at http://127.0.0.1:9',
    );
    await withPublicUrl(relay, relay.url);
    const other = newSecret();
    expect(complaints(await doctor(relay.folder, other)).join('\n')).toContain(
      `fail public address: a webhook signed with the secret ${fingerprint(other)} got 401`,
    );
  });

  it('tells a public address that leads to another relay with the same secret', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring());
    const other = await lab.start({ agents: [NORA], secret: relay.secret });
    await withPublicUrl(relay, other.url);
    expect(complaints(await doctor(relay.folder, relay.secret))).toContain(
      'fail public address: leads to a relay that has the secret, but not the newest webhook of this one',
    );
  });

  it('explains itself to people, a line for each check and what to do below', async () => {
    const folder = await lab.folder();
    await cliOn(folder, ['agents', 'add', NORA]);
    let out = '';
    const terminal = { out: (text: string) => void (out += text), error: () => {} };
    const input = () => Promise.resolve('');
    const parts = { terminal, input, now: Date.now, workerUrl: new URL('file:///not-used') };
    expect(await runCli(['doctor', ...whereIs(folder)], parts)).toBe(1);
    expect(out).toMatch(/^FAIL {2}relay: has not run yet\n {6}→ start it: ringside-relay serve/m);
  });
});
