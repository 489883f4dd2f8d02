import { startLoad } from './load-process.ts';
import { startFloor, startRelay, type Server } from './servers.ts';
import { rssMb } from './usage.ts';

const SOCKETS = 10_000;
/** Longer than a round of pings, so that every socket has been pinged and has answered. */
const SETTLE_MS = 15_000;

/** Memory of the relay with many devices that do nothing, against bare `ws` with as many. */
export async function benchMemory(): Promise<void> {
  const [floor, relay] = [await measure(startFloor), await measure(startRelay)];
  console.log(`\n### Memory at ${SOCKETS} idle sockets\n`);
  console.log('| | RSS before | RSS with all | per socket | connected within |\n|---|---|---|---|---|');
  for (const { name, before, after, tookMs } of [floor, relay]) {
    console.log(
      `| ${name} | ${before.toFixed(0)} MB | ${after.toFixed(0)} MB | ${(((after - before) * 1000) / SOCKETS).toFixed(1)} kB | ${(tookMs / 1000).toFixed(1)} s |`,
    );
  }
  const reach = floor.after * 1.15 + 60;
  console.log(`| reach: 1.15 × floor + 60 MB | | ${reach.toFixed(0)} MB | | |`);
}

async function measure(start: (agents: number) => Promise<Server>) {
  const load = startLoad();
  const server = await start(SOCKETS);
  try {
    const { pid, port, devices, name } = server;
    const before = rssMb(pid);
    const { tookMs } = await load.ask({ kind: 'connect', port, devices, resume: name === 'relay' });
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return { name, before, after: rssMb(pid), tookMs };
  } finally {
    await load.close();
    await server.stop();
  }
}
