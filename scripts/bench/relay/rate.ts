import { percentile } from '../percentiles.ts';
import { startLoad, type LoadProcess } from './load-process.ts';
import { startFloor, startRelay, type Server } from './servers.ts';
import { cpuMs } from './usage.ts';

const SOCKETS = 1000;
const CONNECTIONS = 128;
const ROUNDS = 6;
const EVENTS = 16_000;
const WARM_UP = 3000;

/** Sustained durable webhooks against the floor, in paired rounds. */
export async function benchRate(): Promise<void> {
  const load = startLoad();
  const servers = [await startFloor(SOCKETS), await startRelay(SOCKETS)] as const;
  try {
    const [floor, relay] = servers;
    for (const { port, devices, name } of servers) {
      await load.ask({ kind: 'connect', port, devices, resume: name === 'relay' });
    }
    console.log(
      `\n### Sustained rate: ${SOCKETS} sockets, 1.5 kB bodies, ${CONNECTIONS} connections that wait for their answer\n`,
    );
    console.log(
      '| round | floor /s | relay /s | relay ÷ floor | CPU µs per event: floor, relay | load generator, busy |\n|---|---|---|---|---|---|',
    );
    // The first pair warms both up.
    await round(load, floor);
    await round(load, relay);
    const ratios: number[] = [];
    for (let i = 1; i <= ROUNDS; i += 1) {
      const [first, second] = i % 2 === 0 ? [relay, floor] : [floor, relay];
      const results = { [first.name]: await round(load, first), [second.name]: await round(load, second) };
      const [f, r] = [results['floor'], results['relay']];
      if (f === undefined || r === undefined) throw new Error('a round without a result');
      ratios.push(r.perSecond / f.perSecond);
      console.log(
        `| ${i} | ${f.perSecond.toFixed(0)} | ${r.perSecond.toFixed(0)} | ${(r.perSecond / f.perSecond).toFixed(2)} | ${f.serverUs.toFixed(0)}, ${r.serverUs.toFixed(0)} | ${percent(f.loadShare)}, ${percent(r.loadShare)} |`,
      );
    }
    console.log(`| median | | | **${percentile(ratios, 0.5).toFixed(2)}** | | |`);
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
