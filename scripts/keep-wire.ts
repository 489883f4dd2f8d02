import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../src-shared/wire/protocol.ts';
import { answer, completed, NORA, ring, sms } from '../test/fixtures/allo.ts';
import { relayLab } from '../test/fixtures/relay/lab.ts';

/**
 * Keeps what a release says and understands on the wire, for the test that plays releases against each other:
 * `node scripts/keep-wire.ts VERSION`, after `npm run build`, at the release. What is kept is never made again.
 */
const [version = ''] = process.argv.slice(2);
if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error('say which version: node scripts/keep-wire.ts 1.2.3');
const folder = join(import.meta.dirname, '..', 'test', 'fixtures', 'wire', version);

const CONFIG = {
  ringWindow: 60,
  closedStages: ['won', 'lost'],
  lines: { '+33199003300': { name: 'Sales', agents: [NORA] } },
  aliases: { 'n.berg@old.example': NORA },
  crm: { preset: 'pipedrive', company: 'acme', ids: { deal: ['deal.pipedrive_id'] } },
  app: { fixed: { historyDays: 90, sound: 'chime' }, defaults: { theme: 'dark' } },
};

await mkdir(folder, { recursive: true });
await keepReader();
await keepFrames();

/** The reader of both ends' frames, in one file without imports. */
async function keepReader(): Promise<void> {
  const built = await mkdtemp(join(tmpdir(), 'ringside-wire-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: built,
      minify: true,
      lib: {
        entry: join(import.meta.dirname, '..', 'src-shared', 'wire', 'protocol.ts'),
        formats: ['es'],
        fileName: () => 'reader.mjs',
      },
    },
  });
  await copyFile(join(built, 'reader.mjs'), join(folder, 'reader.mjs'));
  await rm(built, { recursive: true });
}

/** What a real relay says to a device through a call, a change of the policy, and a cursor of another journal. */
async function keepFrames(): Promise<void> {
  const lab = relayLab();
  const kept = createWriteStream(join(folder, 'frames.jsonl'));
  try {
    const relay = await lab.start({ agents: [NORA], config: CONFIG });
    await relay.cli('agents', 'add', NORA, '--name', 'Nora Berg');
    const { token } = await relay.device(NORA);
    const heard = async (cursor: object, until: string, act: () => Promise<unknown>): Promise<void> => {
      const socket = new WebSocket(new URL('/agent', relay.url.replace(/^http/, 'ws')), SUBPROTOCOL, {
        headers: { authorization: `Bearer ${token}` },
      });
      socket.once('open', () => socket.send(JSON.stringify({ type: 'resume', ...cursor })));
      await new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data) => {
          const text = String(data);
          kept.write(`${text}\n`);
          if (text.startsWith('{"type":"live"')) act().catch(reject);
          if (text.startsWith('{"type":"event"') && text.includes('"call.received"')) {
            const { call } = JSON.parse(text) as { call: string };
            socket.send(JSON.stringify({ type: 'claim', call }));
          }
          if (text.includes(until)) resolve();
        });
      });
      socket.close();
    };
    await heard({ epoch: null, after: 0 }, '{"type":"policy"', async () => {
      for (const body of [ring(), answer(), completed(), sms()]) await relay.post(body);
      await writeFile(
        relay.configFile,
        JSON.stringify({ ...CONFIG, crm: { preset: 'hubspot', portal: '42' } }),
      );
    });
    await heard({ epoch: 'another', after: 7 }, '"live"', () => Promise.resolve());
  } finally {
    kept.end();
    await lab.cleanUp();
  }
}
