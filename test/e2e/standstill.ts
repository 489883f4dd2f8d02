import type { DrivenApp } from '../fixtures/app.ts';

/**
 * Watches for how long at a time main stands still from now on: computes, or waits for something. That it has to wait
 * for a processor on a busy machine is not counted. @returns ms of the longest so far
 */
export async function watchStandstill(app: DrivenApp): Promise<() => Promise<number>> {
  await app.electron.evaluate(() => {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    // Its second number: ns in the queue for a processor, https://docs.kernel.org/scheduler/sched-stats.html
    const queuedMs = () => Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
    let last = performance.now();
    let queued = queuedMs();
    const seen = { longest: 0 };
    Reflect.set(globalThis, 'stoodStill', seen);
    setInterval(() => {
      const [now, queuedNow] = [performance.now(), queuedMs()];
      seen.longest = Math.max(seen.longest, now - last - (queuedNow - queued));
      [last, queued] = [now, queuedNow];
    }, 20);
  });
  return () =>
    app.electron.evaluate(() => (Reflect.get(globalThis, 'stoodStill') as { longest: number }).longest);
}
