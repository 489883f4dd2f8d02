import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { networkTo, type Network } from '../../fixtures/postgres/proxy.ts';
import { startPostgres, urlAt, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { atLength } from '../length.ts';
import { startCluster, type Cluster, type ClusterRelay } from './cluster.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

/** Two relays on one server, the second of them over a network of its own. */
interface Setting {
  readonly cluster: Cluster;
  readonly server: PostgresServer;
  readonly network: Network;
  readonly near: ClusterRelay;
  readonly far: ClusterRelay;
}

async function startSetting(): Promise<Setting> {
  const server = await startPostgres();
  lab.onCleanUp(server.close);
  const network = await networkTo(server.port);
  lab.onCleanUp(network.close);
  const database = await server.databases.makeBare();
  const stores = [server.url(database), urlAt(network.port, database)];
  const cluster = await startCluster(lab, { stores, database });
  const [near, far] = cluster.relays;
  if (near === undefined || far === undefined) throw new Error('no two relays');
  return { cluster, server, network, near, far };
}

/** It knows within its probe's patience that it cannot serve, and lives on. */
async function expectNotReady(relay: ClusterRelay): Promise<void> {
  await until('the relay to say that it is not ready', async () => (await relay.readiness()).status === 503);
  expect((await fetch(new URL('/healthz', relay.url))).status).toBe(200);
}

interface Day {
  readonly name: string;
  readonly rounds: number;
  happen(setting: Setting): Promise<void>;
}

const FROZEN_MS = atLength({ short: 4000, full: 20_000 });
const CUT_MS = atLength({ short: 3000, full: 20_000 });
const by = <T>(all: readonly T[]): T | undefined => all[Math.floor(Math.random() * all.length)];

const DAYS: readonly Day[] = [
  {
    name: 'a relay is killed, and its devices go to the other one',
    rounds: atLength({ short: 2, full: 40 }),
    happen: async ({ cluster }) => {
      const relay = by(cluster.relays);
      await relay?.process().kill('SIGKILL');
      await cluster.goOn(20);
      await cluster.expectDevicesBack();
      await relay?.start();
    },
  },
  {
    name: 'PostgreSQL is killed and started again',
    rounds: atLength({ short: 2, full: 20 }),
    happen: async ({ cluster, server, near }) => {
      await (Math.random() < 0.5 ? server.kill() : server.stop('immediate'));
      await expectNotReady(near);
      await server.start();
      await cluster.goOn(20);
      await cluster.expectDevicesBack();
    },
  },
  {
    name: `PostgreSQL is frozen for ${FROZEN_MS / 1000} s`,
    rounds: atLength({ short: 1, full: 3 }),
    happen: async ({ cluster, server, near, far }) => {
      const isOver = wait(FROZEN_MS);
      const goOn = await server.freeze();
      try {
        await Promise.all([near, far].map(expectNotReady));
        // Whatever the server had answered has been passed on by now.
        const answered = cluster.senders.accepted.length;
        await isOver;
        expect(cluster.senders.accepted).toHaveLength(answered);
      } finally {
        goOn();
      }
      await cluster.expectDevicesBack();
      await cluster.goOn(20);
    },
  },
  {
    name: 'one relay is cut off from PostgreSQL: it refuses what the other takes, and its devices go there',
    rounds: atLength({ short: 1, full: 3 }),
    happen: async ({ cluster, network, near, far }) => {
      const knows = async () => (await far.readiness()).text.includes(near.url);
      await until('it to know of the other one', knows);
      const refused = cluster.senders.refused.get(503) ?? 0;
      const isOver = wait(CUT_MS);
      network.cut();
      await expectNotReady(far);
      await cluster.goOn(20);
      expect((await near.readiness()).status).toBe(200);
      // The network is still cut.
      await cluster.expectDevicesBack();
      await isOver;
      network.mend();
      await cluster.expectDevicesBack();
      await cluster.goOn(20);
      expect(cluster.senders.refused.get(503)).toBeGreaterThan(refused);
    },
  },
  {
    name: 'PostgreSQL is far away for one relay, and its answers slow',
    rounds: atLength({ short: 1, full: 3 }),
    happen: async ({ cluster, network, far }) => {
      network.delay(atLength({ short: 60, full: 200 }));
      await cluster.goOn(atLength({ short: 60, full: 300 }));
      await cluster.expectDevicesBack();
      expect((await far.readiness()).status).toBe(200);
      network.delay(0);
    },
  },
];

describe('with two relays under load, nothing is lost, doubled or left out when', () => {
  for (const { name, rounds, happen } of DAYS)
    it(
      name,
      async () => {
        const setting = await startSetting();
        const { cluster, server } = setting;
        for (let round = 0; round < rounds; round += 1) {
          await cluster.goOn(20 + Math.random() * 40);
          await happen(setting);
        }
        await cluster.settle(server);
        expect([...cluster.senders.refused.keys()].filter((status) => status !== 503)).toEqual([]);
      },
      30_000 + rounds * (FROZEN_MS + 120_000),
    );
});
