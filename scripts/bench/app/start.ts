import { cpus } from 'node:os';
import { percentile } from '../percentiles.ts';
import type { Contender } from './contender.ts';
import { withContenders } from './paired.ts';

const STARTS = 12;

/** From the start of the process to the tray, for the app and for an empty one, in turns. */
export async function benchStart(): Promise<void> {
  await withContenders(async (ringside, empty) => {
    const times = new Map<Contender, number[]>([
      [ringside, []],
      [empty, []],
    ]);
    // The first start of each fills its profile and the disk's cache.
    for (let round = 0; round <= STARTS; round += 1) {
      const order = round % 2 === 0 ? [ringside, empty] : [empty, ringside];
      for (const one of order) {
        const running = await one.start();
        await running.stop();
        if (round > 0) times.get(one)?.push(running.readyMs);
      }
    }
    report(times, ringside, empty);
  });
}

function report(
  times: ReadonlyMap<Contender, readonly number[]>,
  ringside: Contender,
  empty: Contender,
): void {
  const median = (one: Contender): number => percentile(times.get(one) ?? [], 0.5);
  console.log(`${STARTS} starts each, in turns; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`);
  console.log('| start of the process → tray ready | median | fastest | slowest |\n|---|---|---|---|');
  for (const one of [ringside, empty]) {
    const own = times.get(one) ?? [];
    const ms = [median(one), Math.min(...own), Math.max(...own)].map((time) => `${time.toFixed(0)} ms`);
    console.log(`| ${one.name} | ${ms.join(' | ')} |`);
  }
  console.log(
    `\nRatio of the medians: ${(median(ringside) / median(empty)).toFixed(2)} (reach: at most 1.30)`,
  );
}
