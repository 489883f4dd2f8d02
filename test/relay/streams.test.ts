import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { RELAY, spawnRelay } from '../../scripts/relay/process.ts';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { portToKeep } from '../fixtures/port.ts';
import { cliOn, relayLab, storeOf, whereIs } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

/** A relay started by a shell that has its output somewhere else. */
async function startInShell(script: string): Promise<{ url: string; folder: string; secret: string }> {
  const [folder, secret, port] = [await lab.folder(), newSecret(), await portToKeep()];
  await cliOn(folder, ['agents', 'add', NORA]);
  const child = spawn('sh', ['-c', script, 'sh', process.execPath, RELAY, 'serve'], {
    stdio: 'ignore',
    detached: true,
    env: {
      PATH: process.env['PATH'],
      RINGSIDE_DATA: folder,
      RINGSIDE_PORT: String(port),
      ALLO_WEBHOOK_SECRETS: secret,
      ...storeOf(folder),
    },
  });
  // The shell and what it started.
  lab.onCleanUp(() => process.kill(-(child.pid ?? 0), 'SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  await until('the relay to listen', () =>
    fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    ),
  );
  return { url, folder, secret };
}

describe('a relay', () => {
  it.each([
    ['stdout is a full disk', '"$@" >/dev/full'],
    ['stdout was closed by who read it', '"$@" | true; wait'],
    ['the log is a full disk', '"$@" 2>/dev/full'],
    ['the log was closed by who read it', '{ "$@" 2>&1 >&3 | true; } 3>/dev/null; wait'],
    ['both are closed', '"$@" >&- 2>&-'],
  ])('serves although %s', async (_, script) => {
    const { url, folder, secret } = await startInShell(script);
    const refused = join(folder, 'relay.config.json');
    await writeFile(refused, '{');
    expect((await post(url, secret, ring())).status).toBe(200);
    // What is logged for it cannot be written.
    expect((await post(url, secret, ring({ user_email: 'n@old.example' }))).status).toBe(200);
    await writeFile(refused, '{"ringWindow": 30}');
    for (let i = 0; i < 5; i += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });

  it('counts the lines of the log that are lost', async () => {
    const { url, secret } = await startInShell('"$@" 2>/dev/full');
    await post(url, secret, ring({ user_email: 'n@old.example' }));
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(Number(/^ringside_log_lines_lost (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(0);
  });

  it('whose log is not read any more is not held up by it', async () => {
    const folder = await lab.folder();
    const relay = await spawnRelay({ folder, secret: newSecret(), env: storeOf(folder) });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    relay.child.stderr?.destroy();
    relay.child.stdout?.destroy();
    expect((await fetch(new URL('/healthz', relay.url))).status).toBe(200);
    expect(await relay.kill('SIGTERM')).toBe(0);
  });
});

describe('an error of accepting a connection', () => {
  it('is counted and logged, and ends nothing', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const servers: Server[] = [];
    // Where Node itself tells of the server: the system makes such an error too rarely to wait for one.
    const channel = 'http.server.request.start';
    const onRequest = (message: unknown): void => void servers.push((message as { server: Server }).server);
    subscribe(channel, onRequest);
    lab.onCleanUp(() => unsubscribe(channel, onRequest));
    expect((await relay.post(ring())).status).toBe(200);
    const error = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE', syscall: 'accept' });
    for (let i = 0; i < 3; i += 1) servers[0]?.emit('error', error);
    expect((await relay.post(ring())).status).toBe(200);
    expect(await relay.metric('ringside_accept_errors_total')).toBe(3);
    expect(relay.log().split('were not handed over')).toHaveLength(2);
  });
});

describe('a command', () => {
  it('whose output nobody reads to its end says nothing of it', async () => {
    const folder = await lab.folder();
    for (let i = 0; i < 30; i += 1)
      await cliOn(folder, ['agents', 'add', `agent-${i}@ringside.example`, '--name', 'x'.repeat(90)]);
    const script = `"$@" agents list 2>&1 | head -c 10; "$@" agents list --json | wc -c`;
    const child = spawn('sh', ['-c', script, 'sh', process.execPath, RELAY, ...whereIs(folder)]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
    await new Promise((resolve) => child.once('close', resolve));
    const [head = '', size = ''] = [out.slice(0, 10), out.slice(10)];
    expect(head).toMatch(/^AGENT/);
    expect(Number(size)).toBeGreaterThan(3000);
  });
});
