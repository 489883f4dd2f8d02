import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { spawnRelay, type RelayProcess } from '../../../scripts/relay/process.ts';
import { newSecret, NORA, SAM } from '../../fixtures/allo.ts';
import { portToKeep } from '../../fixtures/port.ts';
import type { PostgresServer } from '../../fixtures/postgres/server.ts';
import { faithfulDevice, type FaithfulDevice } from '../../fixtures/relay/faithful-device.ts';
import { cliOn, type Lab } from '../../fixtures/relay/lab.ts';
import { startSenders, type Senders } from '../../fixtures/relay/senders.ts';
import { until } from '../../fixtures/until.ts';
import { CONFIG, toldTo, webhookOf } from '../team.ts';

/** How long a fault that is over may keep a device from what it has missed. */
const BACK_WITHIN_MS = 10_000;
/** What a webhook takes at most, on average, where each statement's answer takes a long way. */
const SLOWEST_MS = 300;
const AGENTS_OF_DEVICES = [NORA, NORA, NORA, SAM, SAM, SAM];

/** One of several relays, as a process that can be ended and started again on its port. */
export interface ClusterRelay {
  readonly url: string;
  process(): RelayProcess;
  /** Starts it again, however it ended. */
  start(): Promise<void>;
  readiness(): Promise<{ readonly status: number; readonly text: string }>;
  /** How many webhooks it has answered since its start. */
  answered(): Promise<number>;
}

/** Relays on one PostgreSQL under load, and devices that stay connected to whichever relay takes them. */
export interface Cluster {
  readonly relays: readonly ClusterRelay[];
  readonly senders: Senders;
  /** Waits for so many further webhooks to be answered 2xx. */
  goOn(count: number): Promise<void>;
  /** Within ten seconds all devices are live, and have whatever was answered 2xx until now. @returns how long it took, ms */
  expectDevicesBack(): Promise<number>;
  /**
   * Ends the load and settles up: nothing lost, nothing doubled, no gap, on the server and with every device.
   * @param server who serves the database now
   */
  settle(server: PostgresServer): Promise<void>;
}

export interface ClusterParts {
  /** The URL of the database as each relay is given it. */
  readonly stores: readonly string[];
  /** The name of the database in them. */
  readonly database: string;
  /** Where webhooks and devices go; absent: in turn to every relay, whether it lives or not. */
  readonly before?: (relays: readonly ClusterRelay[]) => Promise<string>;
  readonly senders?: number;
}

export async function startCluster(lab: Lab, parts: ClusterParts): Promise<Cluster> {
  const secret = newSecret();
  const root = await lab.folder();
  const onFirst = async (...args: string[]) =>
    await cliOn(join(root, 'relay-0'), [...args, '--store', parts.stores[0] ?? '']);
  await Promise.all(parts.stores.map((_, i) => prepare(join(root, `relay-${i}`))));
  for (const agent of [NORA, SAM]) await onFirst('agents', 'add', agent);
  const relays = await Promise.all(
    parts.stores.map((store, i) => startMember(lab, join(root, `relay-${i}`), secret, store)),
  );
  const entrance = await parts.before?.(relays);
  let turn = 0;
  const next = (): string => entrance ?? relays[(turn += 1) % relays.length]?.url ?? '';
  const players: { readonly agent: string; readonly device: FaithfulDevice }[] = [];
  for (const agent of AGENTS_OF_DEVICES) {
    const { token } = await onFirst('devices', 'token', agent);
    const device = faithfulDevice(next, String(token));
    lab.onCleanUp(device.goOffline);
    device.goOnline();
    players.push({ agent, device });
  }
  await Promise.all(players.map(({ device }) => device.live()));
  const senders = startSenders({ url: next, secret, count: parts.senders ?? 6, webhook: webhookOf });
  // A test that failed leaves relays behind that take nothing: the senders are not waited for.
  lab.onCleanUp(() => void senders.finish());

  async function expectDevicesBack(): Promise<number> {
    const since = performance.now();
    const answered = [...senders.accepted];
    await until(
      'every device to be live and to have what was answered',
      async () => {
        const has = players.every(({ agent, device }) => {
          const kept = new Set(device.kept.map(({ webhookId }) => String(webhookId)));
          return toldTo(agent, answered).every((id) => kept.has(id));
        });
        if (has) await Promise.all(players.map(({ device }) => device.live()));
        return has;
      },
      BACK_WITHIN_MS,
    );
    return performance.now() - since;
  }

  return {
    relays,
    senders,
    expectDevicesBack,
    goOn: async (count) => {
      const had = senders.accepted.length;
      const isDone = () => senders.accepted.length >= had + count;
      await until('the load to go on', isDone, 30_000 + count * SLOWEST_MS);
    },
    settle: async (server) => {
      await senders.finish();
      await expectDevicesBack();
      for (const { agent, device } of players) {
        const expected = toldTo(agent, senders.accepted);
        expect(device.resets()).toBe(0);
        expect(device.kept.map(({ seq }) => seq)).toEqual(expected.map((_, i) => i + 1));
        expect(device.kept.map(({ webhookId }) => String(webhookId)).sort()).toEqual(expected.sort());
      }
      await expectKept(server, parts.database, senders.accepted);
    },
  };
}

/** What the tables say, beside what devices were told. */
async function expectKept(
  { databases }: PostgresServer,
  name: string,
  accepted: readonly string[],
): Promise<void> {
  const events = await databases.query<{ id: string }>('SELECT webhook_id AS id FROM event', name);
  expect(events.map(({ id }) => id).sort()).toEqual([...accepted].sort());
  const gaps = await databases.query(
    `SELECT a.email, a.head, count(d.seq), max(d.seq) FROM agent a LEFT JOIN delivery d ON d.agent = a.id
     GROUP BY a.id HAVING count(d.seq) <> a.head OR max(d.seq) <> a.head`,
    name,
  );
  expect(gaps).toEqual([]);
}

async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
}

async function startMember(lab: Lab, folder: string, secret: string, store: string): Promise<ClusterRelay> {
  const env = { RINGSIDE_STORE: store };
  const port = await portToKeep();
  let running = await spawnRelay({ folder, secret, port, env });
  const { url } = running;
  expect(url, running.stderr()).not.toBe('');
  lab.onCleanUp(() => running.kill('SIGKILL'));
  return {
    url,
    process: () => running,
    start: async () => {
      running = await spawnRelay({ folder, secret, port, env });
      expect(running.url, running.stderr()).toBe(url);
    },
    readiness: async () => {
      const response = await fetch(new URL('/readyz', url));
      return { status: response.status, text: await response.text() };
    },
    answered: async () => {
      const text = await (await fetch(new URL('/metrics', url))).text();
      return [...text.matchAll(/^ringside_webhooks_total\{.*\} (\d+)$/gm)].reduce(
        (sum, [, count]) => sum + Number(count),
        0,
      );
    },
  };
}
