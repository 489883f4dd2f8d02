import { percentile } from '../percentiles.ts';
import { startLoad, type LoadProcess } from './load-process.ts';
import { startFloor, startLeastStore, startRelay, type Server } from './servers.ts';
import { cpuMs } from './usage.ts';

const SOCKETS = 1000;
const CONNECTIONS = 128;
const ROUNDS = 6;
const EVENTS = 16_000;
const WARM_UP = 3000;

/** Sustained durable webhooks against the floor, in paired rounds. */
export async function benchRate(): Promise<void> {
  const load = startLoad();
  const servers = [await startFloor(SOCKETS), await startLeastStore(SOCKETS), await startRelay(SOCKETS)];
  try {
    for (const { port, devices, name } of servers) {
      await load.ask({ kind: 'connect', port, devices, resume: name === 'relay' });
    }
    console.log(
      `\n### Sustained rate: ${SOCKETS} sockets, 1.5 kB bodies, ${CONNECTIONS} connections that wait for their answer\n`,
    );
    console.log(
      '| round | floor /s | least store /s | relay /s | least store ÷ floor | relay ÷ floor | CPU µs per event: floor, least store, relay | load generator, busy |\n|---|---|---|---|---|---|---|---|',
    );
    // The first of each warms it up.
    for (const server of servers) await round(load, server);
    const ratios: Record<Server['name'], number[]> = { floor: [], 'least store': [], relay: [] };
    for (let i = 1; i <= ROUNDS; i += 1) {
      const results = new Map<Server['name'], Round>();
      for (const server of i % 2 === 0 ? servers.toReversed() : servers) {
        results.set(server.name, await round(load, server));
      }
      const [f, l, r] = servers.map(({ name }) => results.get(name));
      if (f === undefined || l === undefined || r === undefined) throw new Error('a round without a result');
      ratios['least store'].push(l.perSecond / f.perSecond);
      ratios.relay.push(r.perSecond / f.perSecond);
      const each = (cell: (round: Round) => string): string => [f, l, r].map(cell).join(', ');
      console.log(
        `| ${i} | ${[f, l, r].map((one) => one.perSecond.toFixed(0)).join(' | ')} | ${[l, r].map((one) => (one.perSecond / f.perSecond).toFixed(2)).join(' | ')} | ${each((one) => one.serverUs.toFixed(0))} | ${each((one) => percent(one.loadShare))} |`,
      );
    }
    console.log(
      `| median | | | | ${percentile(ratios['least store'], 0.5).toFixed(2)} | **${percentile(ratios.relay, 0.5).toFixed(2)}** | | |`,
    );
  } finally {
    await load.close();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

interface Round {
  readonly perSecond: number;
  /** CPU of the server per event, all threads. */
  readonly serverUs: number;
  /** The share of the time that the load generator was busy: near 1 it would be measured itself. */
  readonly loadShare: number;
}

async function round(load: LoadProcess, { port, secret, pid }: Server): Promise<Round> {
  const before = cpuMs(pid);
  const { perSecond, cpuMsPerEvent } = await load.ask({
    kind: 'rate',
    port,
    secret,
    count: EVENTS,
    warmUp: WARM_UP,
    connections: CONNECTIONS,
  });
  return {
    perSecond,
    serverUs: ((cpuMs(pid) - before) / EVENTS) * 1000,
    loadShare: (cpuMsPerEvent * perSecond) / 1000,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
