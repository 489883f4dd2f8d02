import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, NORA, SAM } from '../fixtures/allo.ts';
import { portToKeep } from '../fixtures/port.ts';
import { faithfulDevice, type FaithfulDevice } from '../fixtures/relay/faithful-device.ts';
import { cliOn, relayLab } from '../fixtures/relay/lab.ts';
import { spawnRelay } from '../../scripts/relay/process.ts';
import { startSenders } from '../fixtures/relay/senders.ts';
import { until } from '../fixtures/until.ts';
import { atLength } from './length.ts';
import { CONFIG, toldTo, webhookOf } from './team.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 10, full: 100 });

describe('SIGKILL at a random moment under load', () => {
  it(
    `loses nothing, doubles nothing and leaves no gap in any device's sequence, ${ROUNDS} times over`,
    async () => {
      const folder = await lab.folder();
      const secret = newSecret();
      await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
      for (const agent of [NORA, SAM]) await cliOn(folder, ['agents', 'add', agent]);
      const port = await portToKeep();
      let relay = await spawnRelay({ folder, secret, port });
      lab.onCleanUp(() => relay.kill('SIGKILL'));
      const { url } = relay;
      const players: { readonly agent: string; readonly device: FaithfulDevice }[] = [];
      for (const agent of [NORA, NORA, NORA, SAM, SAM]) {
        const { token } = await cliOn(folder, ['devices', 'token', agent]);
        const device = faithfulDevice(() => url, String(token));
        lab.onCleanUp(device.goOffline);
        players.push({ agent, device });
      }
      const senders = startSenders({ url: () => url, secret, count: 6, webhook: webhookOf });
      lab.onCleanUp(() => senders.finish());
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const { device } of players)
          if (Math.random() < 0.6) device.goOnline();
          else device.goOffline();
        const had = senders.accepted.length;
        await until('the load to go on', () => senders.accepted.length > had + Math.random() * 60, 60_000);
        await relay.kill('SIGKILL');
        relay = await spawnRelay({ folder, secret, port });
        expect(relay.url, relay.stderr()).toBe(url);
      }
      await senders.finish();
      for (const { device } of players) device.goOnline();
      await Promise.all(players.map(({ device }) => device.live()));
      for (const { agent, device } of players) {
        const expected = toldTo(agent, senders.accepted);
        await until('everything to arrive', () => device.kept.length >= expected.length);
        expect(device.resets()).toBe(0);
        expect(device.kept.map((event) => event.seq)).toEqual(expected.map((_, i) => i + 1));
        expect(device.kept.map((event) => String(event.webhookId)).sort()).toEqual(expected.sort());
      }
      await relay.kill('SIGKILL');
      const db = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
      lab.onCleanUp(() => db.close());
      expect(db.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: senders.accepted.length });
      expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    },
    ROUNDS * 30_000,
  );
});
