import { benchPop } from './bench/pop.ts';
import { displayToUse } from './setup/display.ts';

const benchmarks = { pop: benchPop } as const;

/** Runs the benchmarks that are named, or all. */
const wanted = process.argv.slice(2);
const display = await displayToUse();
Object.assign(process.env, display.env);
try {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (wanted.length === 0 || wanted.includes(name)) await run();
  }
} finally {
  await display.stop();
}
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exitCode = 2;
}
