import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { balance, whyNoNginx } from './nginx.ts';
import { startPostgres } from '../../fixtures/postgres/server.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { atLength } from '../length.ts';
import { startCluster } from './cluster.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

const ROUNDS = atLength({ short: 1, full: 10 });
const why = whyNoNginx();

it.skipIf(why !== null)(
  `three relays behind nginx are restarted in turn under load, and not one webhook fails${why === null ? '' : ` (skipped: ${why})`}`,
  async () => {
    const server = await startPostgres();
    lab.onCleanUp(server.close);
    const database = await server.databases.makeBare();
    const folder = await lab.folder();
    const cluster = await startCluster(lab, {
      stores: [1, 2, 3].map(() => server.url(database)),
      database,
      before: async (relays) => {
        const balancer = await balance(
          join(folder, 'nginx'),
          relays.map(({ url }) => url),
        );
        lab.onCleanUp(balancer.stop);
        return balancer.url;
      },
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const relay of cluster.relays) {
        await cluster.goOn(20 + Math.random() * 30);
        expect(await relay.process().kill('SIGTERM')).toBe(0);
        await relay.start();
        await until('it to be ready', async () => (await relay.readiness()).status === 200);
        // The next one waits until the balancer has seen that this one is back.
        await until('it to get webhooks again', async () => (await relay.answered()) > 0, 30_000);
        await cluster.expectDevicesBack();
      }
    }
    await cluster.settle(server);
    expect([...cluster.senders.refused]).toEqual([]);
    expect(cluster.senders.unanswered()).toBe(0);
  },
  60_000 + ROUNDS * 60_000,
);
