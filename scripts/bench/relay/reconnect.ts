import { percentile } from '../percentiles.ts';
import { startLoad } from './load-process.ts';
import { startRelay } from './servers.ts';

const DEVICES = 5000;
const MISSED = 3;
const ROUNDS = 3;

/**
 * A relay with many devices is killed and started again. Each device comes back with the protocol's own backoff; its
 * cursor is some events old, as if those had come while it was away.
 */
export async function benchReconnect(): Promise<void> {
  const load = startLoad();
  let server = await startRelay(DEVICES);
  try {
    const { port, secret, devices } = server;
    await load.ask({ kind: 'connect', port, devices, resume: true });
    await load.ask({
      kind: 'rate',
      port,
      secret,
      count: DEVICES * (MISSED + 1),
      warmUp: 1,
      connections: 128,
    });
    console.log(`\n### ${DEVICES} devices after SIGKILL and start, ${MISSED} events behind each\n`);
    console.log(
      '| round | the relay was away | half caught up | 99 % | all | all, from the relay being back | attempts |\n|---|---|---|---|---|---|---|',
    );
    for (let round = 1; round <= ROUNDS; round += 1) {
      const outage = load.ask({ kind: 'outage', port, behind: MISSED });
      const killedAt = Date.now();
      server = await server.restart();
      const backAt = Date.now();
      const { caughtUpAt, attempts } = await outage;
      const after = caughtUpAt.map((at) => at - killedAt);
      const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
      const [half, most, all] = [percentile(after, 0.5), percentile(after, 0.99), Math.max(...after)];
      console.log(
        `| ${round} | ${s(backAt - killedAt)} | ${s(half)} | ${s(most)} | **${s(all)}** | ${s(all - (backAt - killedAt))} | ${attempts} |`,
      );
    }
  } finally {
    await load.close();
    await server.stop();
  }
}
