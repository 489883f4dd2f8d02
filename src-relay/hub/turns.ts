/** Whose turn comes first: a device that is live waits for one event, one that replays for thousands. */
export type Urgency = 'live' | 'replay';

/** Work that may take long, a step at a time. */
export interface Turns {
  /** Does one step when it is its turn; within an urgency the first come are the first served. Rejects as the step does. */
  take<T>(urgency: Urgency, step: () => Promise<T>): Promise<T>;
}

/**
 * Gives out turns for about `budgetMs` on end, then lets the event loop see to everything else: however many replays
 * wait, a webhook or a live frame waits for no more than one such stretch.
 * @param atOnce how many steps may be under way: more than one only helps steps that wait for another process
 */
export function takeTurns(budgetMs: number, elapsed: () => number, atOnce: number): Turns {
  const waiting: Record<Urgency, (() => Promise<void>)[]> = { live: [], replay: [] };
  let running = 0;

  const next = (): (() => Promise<void>) | undefined => waiting.live.shift() ?? waiting.replay.shift();
  const isAnyWaiting = (): boolean => waiting.live.length + waiting.replay.length > 0;

  async function run(): Promise<void> {
    while (isAnyWaiting()) {
      await new Promise((resolve) => setImmediate(resolve));
      const until = elapsed() + budgetMs;
      // What is done with a step's result is done before the next look at the clock: its caller was resolved first.
      do await next()?.();
      while (isAnyWaiting() && elapsed() < until);
    }
    running -= 1;
  }

  return {
    take: (urgency, step) =>
      new Promise((resolve, reject) => {
        waiting[urgency].push(() => step().then(resolve, reject));
        if (running === atOnce) return;
        running += 1;
        void run();
      }),
  };
}
