import type { PostgresServer } from '../../../test/fixtures/postgres/server.ts';
import { percentile } from '../percentiles.ts';
import { startLoad, type LoadProcess } from '../relay/load-process.ts';
import { startRelay, type Server } from '../relay/servers.ts';
import { cpuMs } from '../relay/usage.ts';
import { bareLoop } from './bare-loop.ts';
import { long } from './length.ts';
import { startRelays, type Relays } from './relays.ts';
import { cpuOf, startServer, watchWaiting, writtenIn } from './server.ts';

const SOCKETS = long(1000, 300);
const CONNECTIONS = 128;
const ROUNDS = long(6, 3);
const EVENTS = long(16_000, 2000);
const WARM_UP = long(3000, 400);
/** Of a relay's writer. */
const WRITER_CONNECTIONS = 6;

/** Sustained durable webhooks on one, two and three relays, each round beside the embedded relay and PostgreSQL alone. */
export async function benchClusterRate(): Promise<void> {
  const load = startLoad();
  const server = await startServer();
  const embedded = await startRelay(SOCKETS);
  try {
    await load.ask({ kind: 'connect', port: embedded.port, devices: embedded.devices, resume: true });
    await embeddedRound(load, embedded);
    console.log(
      `\n### Relays on one PostgreSQL: ${SOCKETS} sockets, 1.5 kB bodies, ${CONNECTIONS} connections that wait for their answer, ${ROUNDS} rounds of ${EVENTS}\n`,
    );
    console.log(
      '| relays | round | embedded /s | bare loop /s (inserts a commit) | relays /s | ÷ embedded | ÷ bare loop | CPU µs per event: embedded, relays, PostgreSQL | load generator, busy | WAL, tables: bytes per event | commits of writers per event, begun again |\n|---|---|---|---|---|---|---|---|---|---|---|',
    );
    for (const count of [1, 2, 3]) await benchCount(load, server, embedded, count);
  } finally {
    await load.close();
    await embedded.stop();
    await server.close();
  }
}

async function benchCount(
  load: LoadProcess,
  server: PostgresServer,
  embedded: Server,
  count: number,
): Promise<void> {
  const relays = await startRelays(server, count, SOCKETS);
  const { ports, devices, database } = relays;
  const ratios: { embedded: number; bare: number }[] = [];
  try {
    await load.ask({ kind: 'connect', port: ports[0] ?? 0, ports, devices, resume: true });
    await clusterRound(load, server, relays);
    const waiting = watchWaiting(server, database);
    for (let i = 1; i <= ROUNDS; i += 1) {
      const own = i % 2 === 0 ? await embeddedRound(load, embedded) : null;
      const all = await clusterRound(load, server, relays);
      const alone = own ?? (await embeddedRound(load, embedded));
      const batch = Math.max(1, Math.round(all.batch));
      const bare = await bareLoop(server, { events: EVENTS / 2, batch, connections: WRITER_CONNECTIONS });
      ratios.push({ embedded: all.perSecond / alone.perSecond, bare: all.perSecond / bare });
      const cells = [
        count,
        i,
        alone.perSecond.toFixed(0),
        `${bare.toFixed(0)} (${batch})`,
        all.perSecond.toFixed(0),
        (all.perSecond / alone.perSecond).toFixed(2),
        (all.perSecond / bare).toFixed(2),
        `${alone.us.toFixed(0)}, ${all.us.toFixed(0)}, ${all.serverUs.toFixed(0)}`,
        `${((all.cpuMsPerEvent * all.perSecond) / 10).toFixed(0)} %`,
        `${all.walBytes.toFixed(0)}, ${all.tableBytes.toFixed(0)}`,
        `${all.transactions.toFixed(3)}, ${all.again.toFixed(3)}`,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
    const median = (of: 'embedded' | 'bare') =>
      percentile(
        ratios.map((one) => one[of]),
        0.5,
      ).toFixed(2);
    console.log(`| ${count} | median | | | | **${median('embedded')}** | **${median('bare')}** | | | | |`);
    console.log(`| ${count} | sessions with work were in | | | ${await waiting()} | | | | | | |`);
  } finally {
    await relays.stop();
  }
}

const ASKED = { count: EVENTS, warmUp: WARM_UP, connections: CONNECTIONS } as const;

async function embeddedRound(load: LoadProcess, { port, secret, pid }: Server) {
  const before = cpuMs(pid);
  const { perSecond } = await load.ask({ kind: 'rate', port, secret, ...ASKED });
  return { perSecond, us: ((cpuMs(pid) - before) / EVENTS) * 1000 };
}

async function clusterRound(load: LoadProcess, server: PostgresServer, relays: Relays) {
  const { ports, secret, database } = relays;
  const [before, done] = [await writtenIn(server, database), await relays.written()];
  const [cpu, serverCpu] = [relays.cpu(), await cpuOf(server)];
  const answer = await load.ask({ kind: 'rate', port: ports[0] ?? 0, ports, secret, ...ASKED });
  const [after, all] = [await writtenIn(server, database), await relays.written()];
  const transactions = all.transactions - done.transactions;
  return {
    ...answer,
    us: ((relays.cpu() - cpu) / EVENTS) * 1000,
    serverUs: (((await cpuOf(server)) - serverCpu) / EVENTS) * 1000,
    batch: (all.commands - done.commands) / transactions,
    walBytes: (after.walBytes - before.walBytes) / EVENTS,
    tableBytes: (after.databaseBytes - before.databaseBytes) / EVENTS,
    transactions: transactions / EVENTS,
    again: (all.again - done.again) / EVENTS,
  };
}
