import { setTimeout as wait } from 'node:timers/promises';
import { startLoad } from '../relay/load-process.ts';
import { rssMb } from '../relay/usage.ts';
import { long } from './length.ts';
import { startRelays } from './relays.ts';
import { cpuOf, memoryOf, startServer } from './server.ts';

const SOCKETS = long(9000, 3000);
const RELAYS = 3;
/** Longer than a round of pings, so that every socket has been pinged and has answered. */
const SETTLE_MS = 15_000;

/** What many devices that do nothing cost on three relays, and on their PostgreSQL. */
export async function benchIdleCluster(): Promise<void> {
  const load = startLoad();
  const server = await startServer();
  const relays = await startRelays(server, RELAYS, SOCKETS);
  const { ports, pids, devices } = relays;
  try {
    const before = pids.map(rssMb);
    const { tookMs } = await load.ask({ kind: 'connect', port: ports[0] ?? 0, ports, devices, resume: true });
    await wait(SETTLE_MS);
    const [cpu, serverCpu] = [relays.cpu(), await cpuOf(server)];
    await wait(SETTLE_MS);
    const busy = (ms: number) => `${((ms / SETTLE_MS) * 100).toFixed(1)} % of a core`;
    const [relayBusy, serverBusy] = [busy(relays.cpu() - cpu), busy((await cpuOf(server)) - serverCpu)];
    console.log(
      `\n### ${SOCKETS} idle devices on ${RELAYS} relays, connected within ${(tookMs / 1000).toFixed(1)} s\n`,
    );
    console.log('| | RSS before | RSS with all | per socket |\n|---|---|---|---|');
    for (const [i, pid] of pids.entries()) {
      const [first = Number.NaN, now] = [before[i], rssMb(pid)];
      const perSocket = ((now - first) * 1000) / (SOCKETS / RELAYS);
      console.log(
        `| relay ${i + 1} | ${first.toFixed(0)} MB | ${now.toFixed(0)} MB | ${perSocket.toFixed(1)} kB |`,
      );
    }
    console.log(`| PostgreSQL, PSS | | ${(await memoryOf(server)).toFixed(0)} MB | |`);
    console.log(`\nWith nothing to do: the relays ${relayBusy} together, PostgreSQL ${serverBusy}.`);
  } finally {
    await load.close();
    await relays.stop();
    await server.close();
  }
}
