import { cpus } from 'node:os';
import type { Contender } from './contender.ts';
import { withContenders } from './paired.ts';
import { useOfTree } from './process-tree.ts';

const SETTLE_MS = 20_000;
const MEASURE_MS = 60_000;

interface Idle {
  readonly name: string;
  /** Of one core. */
  readonly cpuPercent: number;
  readonly pssMb: number;
  readonly processes: number;
}

/** Processor and memory of the app, connected and with nothing to do, and of an empty one, each alone. */
export async function benchIdle(): Promise<void> {
  await withContenders(async (ringside, empty) => {
    const idle = [await measure(ringside), await measure(empty)] as const;
    const [ours, floor] = idle;
    console.log(
      `${MEASURE_MS / 1000} s each after ${SETTLE_MS / 1000} s to settle; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`,
    );
    console.log(
      '| idle | processor, of one core | memory, PSS of all processes | processes |\n|---|---|---|---|',
    );
    for (const { name, cpuPercent, pssMb, processes } of idle)
      console.log(`| ${name} | ${cpuPercent.toFixed(2)} % | ${pssMb.toFixed(0)} MB | ${processes} |`);
    console.log(`\nMemory: ${(ours.pssMb / floor.pssMb).toFixed(2)} × (reach: at most 1.15)`);
  });
}

async function measure(one: Contender): Promise<Idle> {
  const running = await one.start();
  try {
    await wait(SETTLE_MS);
    const before = useOfTree(running.pid);
    const began = performance.now();
    await wait(MEASURE_MS);
    const after = useOfTree(running.pid);
    const cpuPercent = ((after.cpuS - before.cpuS) / ((performance.now() - began) / 1000)) * 100;
    return { name: one.name, cpuPercent, pssMb: after.pssMb, processes: after.processes };
  } finally {
    await running.stop();
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
