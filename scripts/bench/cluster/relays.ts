import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMigrated } from '../../../src-relay/postgres/opened.ts';
import { newSecret } from '../../../test/fixtures/allo.ts';
import type { PostgresServer } from '../../../test/fixtures/postgres/server.ts';
import { spawnRelay, type RelayProcess } from '../../relay/process.ts';
import { endProcess } from '../../setup/processes.mjs';
import { addAgents } from '../relay/agents.ts';
import type { Device } from '../relay/load-asks.ts';
import { addressesOf } from '../relay/servers.ts';
import { cpuMs } from '../relay/usage.ts';

/** Relays, each a process, on one database. */
export interface Relays {
  readonly database: string;
  readonly secret: string;
  /** One for each agent. */
  readonly devices: readonly Device[];
  readonly ports: readonly number[];
  readonly pids: readonly number[];
  /** CPU that all of them have used so far, in ms. */
  cpu(): number;
  /** What their writers have done so far. */
  written(): Promise<{ readonly commands: number; readonly transactions: number; readonly again: number }>;
  stop(): Promise<void>;
}

/** Starts so many on a new database, with every agent paired. */
export async function startRelays(server: PostgresServer, count: number, agents: number): Promise<Relays> {
  const database = await server.databases.take();
  const devices = await addAgents(openMigrated(server.settings(database)), addressesOf(agents));
  const secret = newSecret();
  const folders = Array.from({ length: count }, () => mkdtempSync(join(tmpdir(), 'ringside-bench-')));
  const relays: RelayProcess[] = [];
  for (const folder of folders) {
    const relay = await spawnRelay({ folder, secret, env: { RINGSIDE_STORE: server.url(database) } });
    if (relay.url === '') throw new Error(`a relay ended before it listened\n${relay.stderr()}`);
    relays.push(relay);
  }
  const pids = relays.map(({ pid }) => pid);
  return {
    database,
    secret,
    devices,
    pids,
    ports: relays.map(({ url }) => Number(new URL(url).port)),
    cpu: () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0),
    written: async () => {
      const pages = await Promise.all(
        relays.map(async ({ url }) => await (await fetch(`${url}/metrics`)).text()),
      );
      const sum = (what: string): number =>
        pages
          .map((page) => page.split('\n').find((line) => line.startsWith(`${what} `)) ?? '')
          .reduce((all, line) => all + Number(line.split(' ')[1] ?? 0), 0);
      return {
        commands: sum('ringside_commit_batch_size_sum'),
        transactions: sum('ringside_transactions_total{outcome="committed"}'),
        again: sum('ringside_transactions_total{outcome="again"}'),
      };
    },
    stop: async () => {
      await Promise.all(relays.map(({ child }) => endProcess(child)));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
