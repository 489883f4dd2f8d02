import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { postgresInstallation } from '../../fixtures/postgres/binaries.ts';
import { copyOf, serve, type PostgresServer } from '../../fixtures/postgres/server.ts';
import { relayLab } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { MAY_MOUNT, memoryDisk, run } from '../disks.ts';
import { startCluster, type Cluster } from './cluster.ts';

const lab = relayLab('embedded');
afterEach(lab.cleanUp);

/** More than a server's files that nobody has written to yet. */
const DISK_MIB = 96;

const SKIPPED = MAY_MOUNT ? '' : ' (skipped: this user may not mount a disk)';

describe.runIf(MAY_MOUNT)(
  `a full disk of PostgreSQL is 503 and no loss, and webhooks are taken when there is room again${SKIPPED}`,
  () => {
    it('where its tables are: it refuses to write', async () => {
      const { server, cluster, fill, makeRoom } = await startOnSmallDisk('base');
      fill();
      await expectRefused(cluster, /disk is full/);
      makeRoom();
      await expectTaken(cluster, server);
    }, 90_000);

    it('where its log is: it ends, and is started again', async () => {
      const { server, cluster, fill, makeRoom } = await startOnSmallDisk('pg_wal');
      fill();
      // Sooner than by webhooks alone it begins another file.
      const nextFile = () => server.databases.query('SELECT pg_switch_wal()').catch(() => undefined);
      await expectRefused(cluster, /the journal cannot/, nextFile);
      makeRoom();
      await server.stop('immediate');
      await server.start();
      await expectTaken(cluster, server);
    }, 90_000);
  },
);

async function expectRefused(
  cluster: Cluster,
  reason: RegExp,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  await until(
    'webhooks to be refused, and the admin to be told why',
    async () => {
      await meanwhile();
      const { status, text } = (await cluster.relays[0]?.readiness()) ?? { status: 0, text: '' };
      return status === 503 && reason.test(text) && (cluster.senders.refused.get(503) ?? 0) > 0;
    },
    30_000,
  );
  for (const { url } of cluster.relays) expect((await fetch(new URL('/healthz', url))).status).toBe(200);
}

async function expectTaken(cluster: Cluster, server: PostgresServer): Promise<void> {
  await cluster.goOn(20);
  await cluster.expectDevicesBack();
  for (const relay of cluster.relays)
    await until('it to be ready', async () => (await relay.readiness()).status === 200);
  await cluster.settle(server);
}

interface SmallDisk {
  readonly server: PostgresServer;
  readonly cluster: Cluster;
  fill(): void;
  makeRoom(): void;
}

/** @param what of the server is on a disk that can be filled: everything else has room */
async function startOnSmallDisk(what: 'base' | 'pg_wal'): Promise<SmallDisk> {
  const disk = memoryDisk(DISK_MIB);
  lab.onCleanUp(disk.remove);
  const { data } = await postgresInstallation();
  const folder = await copyOf(data);
  run('cp', ['-a', join(folder, what), disk.folder]);
  rmSync(join(folder, what), { recursive: true });
  symlinkSync(join(disk.folder, what), join(folder, what));
  const server = await serve(folder);
  lab.onCleanUp(server.close);
  const database = await server.databases.makeBare();
  const stores = [server.url(database), server.url(database)];
  const cluster = await startCluster(lab, { stores, database });
  await cluster.goOn(20);
  const file = join(disk.folder, 'ballast');
  return {
    server,
    cluster,
    fill: () => {
      try {
        writeFileSync(file, Buffer.alloc(DISK_MIB * 1024 * 1024));
      } catch {
        // It is full, which is what was wanted.
      }
    },
    makeRoom: () => rmSync(file),
  };
}
