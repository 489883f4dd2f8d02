import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newSecret } from '../../../test/fixtures/allo.ts';
import { RELAY, spawnRelay } from '../../relay/process.ts';
import { endProcess } from '../../setup/processes.mjs';
import { openSqlite } from '../../../src-relay/sqlite/opened.ts';
import { addAgents } from './agents.ts';
import type { Device } from './load-asks.ts';

/** A server that is measured, in a process of its own. */
export interface Server {
  readonly name: 'floor' | 'least store' | 'relay';
  readonly pid: number;
  readonly port: number;
  readonly secret: string;
  /** One for each agent. */
  readonly devices: readonly Device[];
  stop(): Promise<void>;
  /** Kills it as a power cut would, and starts it again at the same port; the relay's journal stays. */
  restart(): Promise<Server>;
}

const FLOOR = fileURLToPath(new URL('floor-server.ts', import.meta.url));
/** Another entry file than the built relay's, to compare two builds. */
const BENCHED_RELAY = process.env['RINGSIDE_BENCH_RELAY'] ?? RELAY;

export function startFloor(agents: number): Promise<Server> {
  const devices = addressesOf(agents).map((agent) => ({ agent, token: '' }));
  return start({ name: 'floor', secret: newSecret(), devices, folder: null, port: 0 });
}

/** The floor with the least store that keeps the promise of a 2xx: one row per webhook, fsynced. */
export function startLeastStore(agents: number): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
  const devices = addressesOf(agents).map((agent) => ({ agent, token: '' }));
  return start({ name: 'least store', secret: newSecret(), devices, folder, port: 0 });
}

/** The relay as an admin starts it, with a journal of its own and every agent paired. */
export async function startRelay(agents: number, { env, config }: RelayOptions = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
  const devices = await addAgents(openSqlite(folder), addressesOf(agents));
  if (config !== undefined) writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config));
  return start({ name: 'relay', secret: newSecret(), devices, folder, port: 0, env });
}

export interface RelayOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** `relay.config.json`. */
  readonly config?: object;
}

interface Plan {
  readonly name: Server['name'];
  readonly secret: string;
  readonly devices: readonly Device[];
  /** The journal's; null when nothing is kept. */
  readonly folder: string | null;
  readonly port: number;
  readonly env?: RelayOptions['env'];
}

async function start(plan: Plan): Promise<Server> {
  const options = process.env['RINGSIDE_BENCH_NODE_OPTIONS'];
  const server = await spawnRelay({
    folder: plan.folder ?? '',
    secret: plan.secret,
    port: plan.port,
    entry: plan.name === 'relay' ? BENCHED_RELAY : FLOOR,
    env: { ...plan.env, ...(options === undefined ? {} : { NODE_OPTIONS: options }) },
  });
  if (server.url === '') throw new Error(`the ${plan.name} ended before it listened\n${server.stderr()}`);
  const port = Number(new URL(server.url).port);
  return {
    name: plan.name,
    pid: server.pid,
    port,
    secret: plan.secret,
    devices: plan.devices,
    stop: async () => {
      await endProcess(server.child);
      if (plan.folder !== null) rmSync(plan.folder, { recursive: true, force: true });
    },
    restart: async () => {
      await server.kill('SIGKILL');
      return await start({ ...plan, port });
    },
  };
}

export function addressesOf(agents: number): string[] {
  return Array.from({ length: agents }, (_, i) => `agent${i}@ringside.example`);
}
