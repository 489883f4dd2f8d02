import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { spawnRelay, type RelayProcess } from '../../scripts/relay/process.ts';
import { completed, newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { API_KEY, startAlloApi, type AlloStandIn, type AlloWorld } from '../fixtures/allo-api.ts';
import { callAtAllo } from '../fixtures/allo-api-calls.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { until } from '../fixtures/until.ts';
import { atLength } from './length.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 4, full: 40 });
const LONGEST_MS = atLength({ short: 120_000, full: 600_000 });
const USERS = 250;
const CALLS = 8;

async function standIn(world: Partial<AlloWorld>): Promise<AlloStandIn> {
  const allo = await startAlloApi(world);
  lab.onCleanUp(allo.close);
  return allo;
}

async function relayOn(folder: string, secret: string, allo: AlloStandIn): Promise<RelayProcess> {
  const env = { ALLO_API_KEY: API_KEY, ALLO_API_URL: allo.url };
  const relay = await spawnRelay({ folder, secret, env });
  lab.onCleanUp(() => relay.kill('SIGKILL'));
  expect(relay.url, relay.stderr()).not.toBe('');
  return relay;
}

function rowsOf(folder: string, sql: string): unknown[] {
  const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('SIGKILL at a random moment', () => {
  it(
    `in a sync leaves all of it or nothing, and the next one ends where one that was never killed ends, ${ROUNDS} times over`,
    async () => {
      const users = Array.from({ length: USERS }, (_, i) => ({
        id: `usr-${i}`,
        name: `Agent ${i}`,
        email: `agent${i}@ringside.example`,
      }));
      const numbers = Array.from({ length: 20 }, (_, i) => ({
        number: `+3319900${3300 + i}`,
        name: `Line ${i}`,
        users: users.slice(i * 10, i * 10 + 10),
      }));
      const allo = await standIn({ users, numbers, delayMs: 20 });
      const config = JSON.stringify({ allo: { recover: false } });
      const [killed, whole] = [await lab.folder(), await lab.folder()];
      for (const folder of [killed, whole]) {
        await cliOn(folder, ['agents', 'add', 'agent7@ringside.example', '--name', 'By hand']);
        await writeFile(join(folder, 'relay.config.json'), config);
      }
      for (let round = 0; round < ROUNDS; round += 1) {
        const relay = await relayOn(killed, newSecret(), allo);
        await pause(Math.random() * 900);
        await relay.kill('SIGKILL');
        expect([1, USERS]).toContain(rowsOf(killed, 'SELECT id FROM agent').length);
        const lines = rowsOf(killed, 'SELECT number FROM allo_line').length;
        expect(lines === 20).toBe(rowsOf(killed, 'SELECT id FROM agent').length === USERS);
      }
      for (const folder of [killed, whole]) {
        const relay = await relayOn(folder, newSecret(), allo);
        await until('the sync', () => rowsOf(folder, 'SELECT whole_at FROM allo_sync').length === 1);
        await relay.kill('SIGKILL');
      }
      const listed = async (folder: string) => await cliOn(folder, ['agents', 'list']);
      expect(await listed(killed)).toEqual(await listed(whole));
    },
    LONGEST_MS,
  );

  it(
    `in a recovery fills in every call once, ${ROUNDS} times over`,
    async () => {
      const folder = await lab.folder();
      const secret = newSecret();
      await cliOn(folder, ['agents', 'add', NORA]);
      await writeFile(join(folder, 'relay.config.json'), JSON.stringify({ allo: { sync: false } }));
      const allo = await standIn({ delayMs: 15 });
      const first = await relayOn(folder, secret, allo);
      await post(first.url, secret, ring({ from_number: '+33199007777' }));
      await post(first.url, secret, completed({ id: 'cll_before', from_number: '+33199007777' }));
      await first.kill('SIGKILL');
      allo.world.calls = Array.from({ length: CALLS }, (_, i) =>
        callAtAllo({ id: `cll-gap${i}`, contact_number: `+3319900${8000 + i}`, duration: 1 }),
      );
      for (let round = 0; round < ROUNDS; round += 1) {
        const relay = await relayOn(folder, secret, allo);
        await pause(900 + Math.random() * 1500);
        await relay.kill('SIGKILL');
        const ids = rowsOf(
          folder,
          "SELECT webhook_id FROM event WHERE webhook_id GLOB 'ringside-recovered-*'",
        );
        expect(new Set(ids.map((row) => JSON.stringify(row))).size).toBe(ids.length);
      }
      const last = await relayOn(folder, secret, allo);
      const completions = () => rowsOf(folder, "SELECT call FROM event WHERE topic = 'call.completed'");
      await until('all of it', () => completions().length === CALLS + 1, 20_000);
      await last.kill('SIGKILL');
      expect(new Set(completions().map((row) => JSON.stringify(row))).size).toBe(CALLS + 1);
      expect(rowsOf(folder, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      const told = rowsOf(folder, 'SELECT seq FROM delivery ORDER BY seq');
      expect(told).toEqual(told.map((_, i) => ({ seq: i + 1 })));
    },
    LONGEST_MS,
  );
});
