import type { App } from 'electron';

/** With the sixth death of its graphics process Chromium ends the whole app; by the fifth it draws in software. */
const SPARED_AFTER = 5;

/** So many in that time are a process that dies as soon as it is made. */
const HOPELESS = { deaths: 20, withinMs: 60_000 } as const;

/** When the graphics process died, ms by a clock that nobody can set: the newest of them. */
export interface GraphicsRun {
  readonly deaths: number;
  readonly recent: readonly number[];
}

export const NO_DEATHS: GraphicsRun = { deaths: 0, recent: [] };

/**
 * The graphics process is dead.
 * @returns what to do: `spare` the app from Chromium's end of it, `start-again` since it does not get better
 */
export function afterGraphicsDeath(
  { deaths, recent }: GraphicsRun,
  now: number,
): { readonly run: GraphicsRun; readonly act: 'none' | 'spare' | 'start-again' } {
  const within = [...recent.filter((at) => now - at < HOPELESS.withinMs), now];
  const isHopeless = within.length >= HOPELESS.deaths;
  const run = { deaths: deaths + 1, recent: isHopeless ? [] : within };
  return { run, act: isHopeless ? 'start-again' : run.deaths === SPARED_AFTER ? 'spare' : 'none' };
}

/**
 * Cards need no graphics card, and the phone rings on: a driver that kills Chromium's graphics process again and again costs
 * a moment each time, and never the app.
 * Sources: `GpuProcessHost::RecordProcessCrash`, `GpuDataManagerImplPrivate::FallBackToNextGpuMode`; the switch is read at
 * each death, so that setting it while the app runs counts.
 */
export function followGraphics(app: App, startAgain: (why: 'no graphics') => void): void {
  let run = NO_DEATHS;
  app.on('child-process-gone', (_, { type, reason }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return;
    const next = afterGraphicsDeath(run, performance.now());
    ({ run } = next);
    if (next.act === 'spare') app.commandLine.appendSwitch('disable-gpu-process-crash-limit');
    if (next.act === 'start-again') startAgain('no graphics');
  });
}
