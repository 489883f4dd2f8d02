import { benchIdle } from './bench/app/idle.ts';
import { benchStart } from './bench/app/start.ts';
import { benchCluster, clusterBenchmarks } from './bench/cluster.ts';
import { benchMemory } from './bench/memory.ts';
import { benchPackage, benchPackageStart } from './bench/package.ts';
import { benchPop } from './bench/pop.ts';
import { benchRecords, recordsBenchmarks } from './bench/records.ts';
import { benchRelay, relayBenchmarks } from './bench/relay.ts';
import { benchSearch } from './bench/search.ts';
import { benchSoak } from './bench/soak.ts';
import { displayToUse } from './setup/display.ts';

/** What needs a display is benchmarked on one of its own. */
const onDisplay = { pop: benchPop, idle: benchIdle, start: benchStart };
/** `relay` is all of the `relay:…` together, and so are `cluster` and `records` of theirs. */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  relay: benchRelay,
  cluster: benchCluster,
  records: benchRecords,
  memory: benchMemory,
  search: benchSearch,
  soak: benchSoak,
  package: benchPackage,
  ...onDisplay,
};
const named = {
  ...benchmarks,
  'package:start': benchPackageStart,
  ...relayBenchmarks,
  ...clusterBenchmarks,
  ...recordsBenchmarks,
};

/** Runs the benchmarks that are named, or all. */
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in named));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(named).join(', ')}`);
  process.exitCode = 2;
} else {
  const running = Object.entries(wanted.length === 0 ? benchmarks : named).filter(
    ([name]) => wanted.length === 0 || wanted.includes(name),
  );
  const display = running.some(([name]) => name in onDisplay) ? await displayToUse() : null;
  Object.assign(process.env, display?.env);
  try {
    for (const [, run] of running) await run();
  } finally {
    await display?.stop();
  }
}
