import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import type { PostgresServer } from '../../fixtures/postgres/server.ts';
import { startPostgresPair } from '../../fixtures/postgres/standby.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { atLength } from '../length.ts';
import { startCluster } from './cluster.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 1, full: 8 });
const ALONE_MS = atLength({ short: 1000, full: 15_000 });

async function idsOn({ databases }: PostgresServer, database: string): Promise<Set<string>> {
  const kept = await databases.query<{ id: string }>('SELECT id FROM webhook', database);
  return new Set(kept.map(({ id }) => id));
}

it(
  `when the primary dies under load, whatever was answered 2xx is on the standby, and relays find it, ${ROUNDS} times over`,
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const pair = await startPostgresPair();
      lab.onCleanUp(pair.close);
      const { primary, standby } = pair;
      const database = await primary.databases.makeBare();
      // Whichever order the hosts are named in, the one that takes writes is found.
      const [one, other] = [primary.port, standby.port].map((port) => `127.0.0.1:${port}`);
      const stores = [
        [one, other],
        [other, one],
      ].map((hosts) => `postgres://ringside@${hosts.join(',')}/${database}?sslmode=disable`);
      const cluster = await startCluster(lab, { stores, database });
      await cluster.goOn(30);

      // A primary that is left alone answers nobody: what it answered would be on one server only.
      const thaw = await standby.freeze();
      // What was on both servers before is shown by the primary, and answered, however late; and nothing else.
      await until('nothing more to be shown', async () => {
        const before = await idsOn(primary, database);
        await wait(500);
        return (await idsOn(primary, database)).size === before.size;
      });
      const onBoth = await idsOn(primary, database);
      await wait(ALONE_MS);
      expect(cluster.senders.accepted.filter((id) => !onBoth.has(id))).toEqual([]);
      thaw();
      await cluster.goOn(30 + Math.random() * 60);

      await primary.kill();
      const before = [...cluster.senders.accepted];
      await pair.promote();
      const ids = await idsOn(standby, database);
      expect(before.filter((id) => !ids.has(id))).toEqual([]);
      await cluster.expectDevicesBack();
      await cluster.goOn(30);
      await cluster.settle(standby);
      await lab.cleanUp();
    }
  },
  ROUNDS * (ALONE_MS + 90_000),
);
