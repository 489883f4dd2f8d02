import { benchCommits } from './cluster/commits.ts';
import { benchIdleCluster } from './cluster/idle.ts';
import { benchClusterLatency } from './cluster/latency.ts';
import { benchClusterRate } from './cluster/rate.ts';
import { sayMachine } from './machine.ts';

/** Several relays on one PostgreSQL, beside the embedded one and beside PostgreSQL alone. */
export const clusterBenchmarks = {
  'cluster:rate': benchClusterRate,
  'cluster:commits': benchCommits,
  'cluster:latency': benchClusterLatency,
  'cluster:idle': benchIdleCluster,
} as const;

/** All of them, with the machine they ran on. */
export async function benchCluster(): Promise<void> {
  for (const run of Object.values(clusterBenchmarks)) {
    sayMachine();
    await run();
  }
}
