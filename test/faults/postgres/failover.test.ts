import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { startPostgresPair } from '../../fixtures/postgres/standby.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { atLength } from '../length.ts';
import { startCluster } from './cluster.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 1, full: 8 });
const ALONE_MS = atLength({ short: 1000, full: 15_000 });

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
      let answered = -1;
      await until('nothing to be answered any more', async () => {
        if (cluster.senders.accepted.length === answered) return true;
        answered = cluster.senders.accepted.length;
        await wait(500);
        return cluster.senders.accepted.length === answered;
      });
      await wait(ALONE_MS);
      expect(cluster.senders.accepted).toHaveLength(answered);
      thaw();
      await cluster.goOn(30 + Math.random() * 60);

      await primary.kill();
      const before = [...cluster.senders.accepted];
      await pair.promote();
      const there = await standby.databases.query<{ id: string }>('SELECT id FROM webhook', database);
      const ids = new Set(there.map(({ id }) => id));
      expect(before.filter((id) => !ids.has(id))).toEqual([]);
      await cluster.expectDevicesBack();
      await cluster.goOn(30);
      await cluster.settle(standby);
      await lab.cleanUp();
    }
  },
  ROUNDS * (ALONE_MS + 90_000),
);
