import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA, post, ring, SAM, sms } from '../fixtures/allo.ts';
import { upgradeRequest } from '../fixtures/relay/raw-socket.ts';
import { goLive } from '../fixtures/relay/agent-socket.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { chanceOf, runSeed } from './fuzz/chance.ts';
import { framesIn, generateTalk, pingWith } from './fuzz/frames.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const FRAMES = 100_000;
const LINES = 12;
const HANG_MS = 20_000;
const MARK = 'still-there';
const CLOSING = 8;
const PONG = 10;

/** Says something after an upgrade; resolves with how it ended: the relay closed, or answered the last ping. */
function talk(url: string, token: string, bytes: Buffer): Promise<'closed' | 'alive'> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error('a hang'));
    }, HANG_MS);
    const done = (how: 'closed' | 'alive'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(how);
    };
    let received = Buffer.alloc(0);
    let upgraded = false;
    socket.on('error', () => undefined).on('close', () => done('closed'));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      const head = received.indexOf('\r\n\r\n');
      if (!upgraded && head >= 0) {
        const status = received.subarray(0, 12).toString();
        if (status !== 'HTTP/1.1 101') return reject(new Error(status));
        upgraded = true;
        received = received.subarray(head + 4);
        socket.write(bytes);
      }
      if (!upgraded) return undefined;
      const frames = framesIn(received);
      received = received.subarray(frames.at(-1)?.end ?? 0);
      if (frames.some(({ opcode }) => opcode === CLOSING)) done('closed');
      if (frames.some(({ opcode, payload }) => opcode === PONG && payload.toString() === MARK)) done('alive');
      return undefined;
    });
    socket.write(upgradeRequest(token));
  });
}

describe(`${FRAMES} generated WebSocket frames`, () => {
  const seed = runSeed();

  it(`never crash or hang the relay, and disturb nobody else (RINGSIDE_SEED=${seed})`, async () => {
    const folder = await lab.folder();
    const secret = newSecret();
    for (const agent of [NORA, SAM]) await cliOn(folder, ['agents', 'add', agent]);
    const tokenOf = async (agent: string) =>
      String((await cliOn(folder, ['devices', 'token', agent]))['token']);
    const relay = await spawnRelay({ folder, secret });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    const sam = await goLive(relay.url, await tokenOf(SAM));
    lab.onCleanUp(sam.drop);
    for (let i = 0; i < 20; i += 1) await post(relay.url, secret, ring());
    let said = 0;
    let next = 0;
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: LINES }, async () => {
        const token = await tokenOf(NORA);
        while (said < FRAMES) {
          const which = next;
          next += 1;
          const chance = chanceOf(seed, which);
          const { bytes, frames, isFine } = generateTalk(chance);
          const ended = await talk(
            relay.url,
            token,
            isFine ? Buffer.concat([bytes, pingWith(chance, MARK)]) : bytes,
          ).catch((error: unknown) => {
            throw new Error(`talk ${which}, seed ${seed}: ${String(error)}`);
          });
          said += frames;
          if ((ended === 'alive') !== isFine) wrong.push(`talk ${which}: ${ended}, but fine is ${isFine}`);
        }
      }),
    );
    expect(wrong).toEqual([]);
    const { id } = await post(relay.url, secret, sms({ user_email: SAM }));
    expect((await sam.eventCount(1)).map((event) => event.webhookId)).toEqual([id]);
    expect((await fetch(new URL('/readyz', relay.url))).status).toBe(200);
    expect(relay.stderr()).not.toMatch(/unexpected trouble/);
  }, 300_000);
});
