import { percentile } from '../percentiles.ts';
import { startLoad } from '../relay/load-process.ts';
import { startRelay } from '../relay/servers.ts';
import { long } from './length.ts';
import { startRelays } from './relays.ts';
import { startServer } from './server.ts';

const SOCKETS = long(1000, 300);
const CONNECTIONS = 8;
const PER_SECOND = 200;
const ROUNDS = long(6, 3);
const EVENTS = long(1000, 600);
const WARM_UP = { events: long(3000, 1000), perSecond: 400 };

type Way = 'embedded' | 'same relay' | 'another relay';

/** From the write of a webhook to the read of its frame: devices on the relay that took it, or on the one beside it. */
export async function benchClusterLatency(): Promise<void> {
  const load = startLoad();
  const server = await startServer();
  const embedded = await startRelay(SOCKETS);
  const relays = await startRelays(server, 2, SOCKETS);
  const [here = 0, there = 0] = relays.ports;
  const ways: Record<Way, { port: number; ports: readonly number[]; secret: string }> = {
    embedded: { port: embedded.port, ports: [embedded.port], secret: embedded.secret },
    'same relay': { port: here, ports: [here], secret: relays.secret },
    'another relay': { port: here, ports: [there], secret: relays.secret },
  };
  const names: readonly Way[] = ['embedded', 'same relay', 'another relay'];
  const ask = async (way: Way, count: number, perSecond: number) =>
    (await load.ask({ kind: 'latency', ...ways[way], count, perSecond, connections: CONNECTIONS })).ms;
  try {
    await load.ask({ kind: 'connect', port: embedded.port, devices: embedded.devices, resume: true });
    await load.ask({ kind: 'connect', port: here, devices: relays.devices, resume: true });
    for (const way of names) await ask(way, WARM_UP.events, WARM_UP.perSecond);
    const times: Record<Way, (readonly number[])[]> = { embedded: [], 'same relay': [], 'another relay': [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const way of names) times[way].push(await ask(way, EVENTS, PER_SECOND));
    console.log(
      `\n### Webhook → WebSocket frame at ${PER_SECOND}/s, two relays on one PostgreSQL, ${SOCKETS} sockets, ${ROUNDS} rounds of ${EVENTS}\n`,
    );
    console.log(
      '| the device is on | p50 | p99 | p50 of each round | p50 ÷ embedded, median of the rounds |\n|---|---|---|---|---|',
    );
    const p50s = (way: Way) => times[way].map((round) => percentile(round, 0.5));
    for (const way of names) {
      const all = times[way].flat();
      const ratios = p50s(way).map((p50, i) => p50 / (p50s('embedded')[i] ?? Number.NaN));
      console.log(
        `| ${way} | ${percentile(all, 0.5).toFixed(2)} ms | ${percentile(all, 0.99).toFixed(2)} ms | ${p50s(
          way,
        )
          .map((ms) => ms.toFixed(2))
          .join(', ')} | ${percentile(ratios, 0.5).toFixed(2)} |`,
      );
    }
  } finally {
    await load.close();
    await embedded.stop();
    await relays.stop();
    await server.close();
  }
}
