import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA } from '../fixtures/allo.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { chanceOf, runSeed } from './fuzz/chance.ts';
import { openLine } from './fuzz/exchange.ts';
import { generateRequest, isGenuine } from './fuzz/requests.ts';
import { atLength } from './length.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const REQUESTS = atLength({ short: 50_000, full: 100_000 });
const LINES = 24;

describe(`${REQUESTS} generated requests`, () => {
  const seed = runSeed();

  it(`never crash or hang the relay, and never get a wrong 2xx (RINGSIDE_SEED=${seed})`, async () => {
    const folder = await lab.folder();
    const secret = newSecret();
    await cliOn(folder, ['agents', 'add', NORA]);
    const relay = await spawnRelay({ folder, secret });
    lab.onCleanUp(() => relay.kill('SIGKILL'));
    let next = 0;
    let taken = 0;
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: LINES }, async () => {
        const line = openLine(relay.url);
        lab.onCleanUp(line.drop);
        while (next < REQUESTS) {
          const which = next;
          next += 1;
          const request = generateRequest(chanceOf(seed, which), secret, which);
          const { status, body } = await line.ask(request.bytes, request.last).catch((error: unknown) => {
            throw new Error(`case ${which} (${request.kind}), seed ${seed}: ${String(error)}`);
          });
          const isTaken = /^\{"status":"(?:accepted|duplicate|quarantined)"\}$/.test(body);
          if (isTaken) taken += 1;
          const mayBeTaken = request.must === 200 || isGenuine(request.bytes, secret);
          const isBad =
            (isTaken && !mayBeTaken) ||
            (request.must !== null && status !== request.must) ||
            (status >= 500 && status !== 503);
          if (isBad) wrong.push(`case ${which} (${request.kind}): ${status} ${body}`);
        }
      }),
    );
    expect(wrong).toEqual([]);
    expect(taken).toBeGreaterThan(REQUESTS / 5);
    expect((await fetch(new URL('/readyz', relay.url))).status).toBe(200);
    expect(relay.stderr()).not.toMatch(/unexpected trouble/);
    await relay.kill('SIGKILL');
    const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
    lab.onCleanUp(() => db.close());
    expect(Number(db.prepare('SELECT count(*) AS n FROM webhook').get()?.['n'])).toBeGreaterThanOrEqual(
      taken,
    );
  }, 300_000);
});
