import { percentile } from '../percentiles.ts';
import { timeAppends } from './disk.ts';
import { startLoad } from './load-process.ts';
import { startFloor, startLeastStore, startRelay, type Server } from './servers.ts';
import { BODY_BYTES } from './traffic.ts';

const SOCKETS = 1000;
const CONNECTIONS = 8;
const PER_SECOND = 200;
const ROUNDS = 4;
const EVENTS = 800;
const WARM_UP = { events: 3000, perSecond: 2000 };

/** From the write of a webhook to the read of its frame, at a rate far below the limit, against disk and floor. */
export async function benchLatency(): Promise<void> {
  const load = startLoad();
  const servers = [await startFloor(SOCKETS), await startLeastStore(SOCKETS), await startRelay(SOCKETS)];
  const ask = async ({ port, secret }: Server, count: number, perSecond: number) =>
    (await load.ask({ kind: 'latency', port, secret, count, perSecond, connections: CONNECTIONS })).ms;
  try {
    for (const server of servers) {
      const { port, devices, name } = server;
      await load.ask({ kind: 'connect', port, devices, resume: name === 'relay' });
      await ask(server, WARM_UP.events, WARM_UP.perSecond);
    }
    const times: Times = { disk: [], floor: [], 'least store': [], relay: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      times.disk.push(await timeAppends(EVENTS / 2, BODY_BYTES, PER_SECOND));
      for (const server of servers) times[server.name].push(await ask(server, EVENTS, PER_SECOND));
    }
    report(times);
  } finally {
    await load.close();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

type Times = Record<'disk' | Server['name'], (readonly number[])[]>;

function report({ disk, floor, 'least store': least, relay }: Times): void {
  const p50s = (rounds: readonly (readonly number[])[]) => rounds.map((round) => percentile(round, 0.5));
  const [d, f, l, r] = [p50s(disk), p50s(floor), p50s(least), p50s(relay)];
  const ratiosOf = (p50s: readonly number[]) =>
    p50s.map((p50, i) => p50 / ((d[i] ?? Number.NaN) + (f[i] ?? Number.NaN)));
  const ratio = (name: string, p50s: readonly number[]) => {
    const ratios = ratiosOf(p50s);
    console.log(
      `| **${name} ÷ (fsync + floor)**, median of the rounds | **${percentile(ratios, 0.5).toFixed(2)}** | | ${ratios.map((x) => x.toFixed(2)).join(', ')} |`,
    );
  };
  console.log(
    `\n### Webhook → WebSocket frame at ${PER_SECOND}/s, ${SOCKETS} sockets, ${ROUNDS} rounds of ${EVENTS}\n`,
  );
  console.log('| | p50 | p99 | p50 of each round |\n|---|---|---|---|');
  const row = (name: string, rounds: readonly (readonly number[])[], each: readonly number[]) => {
    const all = rounds.flat();
    const [p50, p99] = [percentile(all, 0.5), percentile(all, 0.99)];
    console.log(
      `| ${name} | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms | ${each.map((ms) => ms.toFixed(2)).join(', ')} |`,
    );
  };
  row(`append of ${BODY_BYTES} bytes and fsync`, disk, d);
  row('floor: no store', floor, f);
  row('least store', least, l);
  row('relay', relay, r);
  ratio('least store', l);
  ratio('relay', r);
}
