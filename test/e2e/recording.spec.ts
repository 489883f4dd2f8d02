import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import type { Page } from '@playwright/test';
import { completed, NORA, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { startConnectProxy } from '../fixtures/connect-proxy.ts';
import { CERTIFICATE, startRecordingServer, type RecordingServer } from '../fixtures/recording-server.ts';
import { expect, expectLive, test, type Stage } from './stage.ts';

const RATE = 44_100;
const SECONDS = 600;
const HEADER_BYTES = 44;
const WAV_BYTES = HEADER_BYTES + RATE * 2 * SECONDS;

/** Ten minutes of silence, 16 bit: far more than a player reads ahead. */
function wavHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(WAV_BYTES - 8, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(WAV_BYTES - HEADER_BYTES, 40);
  return header;
}

const silence = Buffer.alloc(1 << 16);

function* wavFrom(from: number): Generator<Buffer> {
  const header = wavHeader().subarray(from);
  if (header.length > 0) yield header;
  for (let left = WAV_BYTES - Math.max(from, HEADER_BYTES); left > 0; left -= silence.length)
    yield silence.subarray(0, left);
}

function serveWav(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    'content-type': 'audio/wav',
    'content-length': WAV_BYTES - from,
    'accept-ranges': 'bytes',
    ...(request.headers.range === undefined
      ? {}
      : { 'content-range': `bytes ${from}-${WAV_BYTES - 1}/${WAV_BYTES}` }),
  });
  // No more of it than the player takes.
  pipeline(Readable.from(wavFrom(from)), response, () => undefined);
}

async function openCall(stage: Stage, app: DrivenApp, recording_url: string): Promise<Page> {
  await expectLive(app);
  const started_at = new Date(Date.now() - 3_600_000).toISOString();
  await stage.relay.play(ring({ started_at }));
  await stage.relay.play(completed({ start_date: started_at, recording_url }));
  const home = await app.showHome();
  await home
    .getByRole('treegrid')
    .getByRole('row', { name: /Ana Lopez/ })
    .click();
  await expect(home.getByRole('article').getByText('Ana asked to move the pilot')).toBeVisible();
  return home;
}

/** A company's network: its proxy is the way to the internet, where one server of ours keeps all recordings. */
async function startBehindProxy(stage: Stage, server: RecordingServer) {
  const authorities = join(await stage.profile(), 'authorities.pem');
  await writeFile(authorities, CERTIFICATE);
  const proxy = await startConnectProxy({ routes: { 'recordings.example:443': server.port } });
  const app = await stage.start({
    relayUrl: stage.relay.url(),
    token: (await stage.relay.tokenFor(NORA)).token,
    userData: await stage.profile(),
    env: { SSL_CERT_FILE: authorities, https_proxy: `http://${proxy.address}` },
  });
  return { app, proxy };
}

test('a recording is fetched with the click, plays, and a seek fetches only what is heard', async ({
  stage,
}) => {
  const server = await startRecordingServer(serveWav);
  const { app, proxy } = await startBehindProxy(stage, server);
  const home = await openCall(stage, app, 'https://recordings.example/private/a.wav');
  expect(server.asked).toEqual([]);

  await home.getByRole('button', { name: 'Play', exact: true }).click();
  const slider = home.getByRole('group', { name: 'Recording' }).getByRole('slider');
  await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(0);
  expect(server.asked.length).toBeGreaterThan(0);
  await slider.fill('500');
  await expect
    .poll(() => server.asked.some(({ headers }) => Number(headers.range?.slice(6, -1) ?? 0) > WAV_BYTES / 2))
    .toBe(true);
  expect(server.asked.every(({ headers }) => headers.cookie === undefined)).toBe(true);
  const log = await readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
  expect(log).not.toContain('recordings.example');
  expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT recordings.example:443']));
  await proxy.close();
  await server.close();
});

test('a recording that does not come says why', async ({ stage }) => {
  let status = 410;
  const server = await startRecordingServer((_, response) => void response.writeHead(status).end());
  const { app, proxy } = await startBehindProxy(stage, server);
  const home = await openCall(stage, app, 'https://recordings.example/private/a.wav');
  await home.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(home.getByText('The recording is not there any more.')).toBeVisible();
  status = 403;
  await home.getByRole('button', { name: 'Try again' }).click();
  await expect(home.getByText('Allo does not give this recording out.')).toBeVisible();
  await server.close();
  await home.getByRole('button', { name: 'Try again' }).click();
  await expect(home.getByText(/The recording cannot be reached/)).toBeVisible();
  await proxy.close();
});

test('a recording that claims to lie on this machine is never asked for, and the player says that it cannot play', async ({
  stage,
}) => {
  let knocks = 0;
  const local = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  local.listen(0, '127.0.0.1');
  await once(local, 'listening');
  const app = await stage.start();
  const { port } = local.address() as AddressInfo;
  const home = await openCall(stage, app, `https://127.0.0.1:${port}/secret`);
  await home.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(home.getByText(/The recording cannot be played/)).toBeVisible();
  expect(knocks).toBe(0);
  local.close();
});

test('a recording that no player can play has no player, and the call says why', async ({ stage }) => {
  const app = await stage.start();
  const home = await openCall(stage, app, 'http://recordings.example/a.mp3');
  await expect(home.getByRole('group', { name: 'Recording' })).toContainText('nothing to play here');
  await expect(home.getByRole('button', { name: 'Play', exact: true })).toHaveCount(0);
});
