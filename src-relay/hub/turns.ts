/** Whose turn comes first: a device that is live waits for one event, one that replays for thousands. */
export type Urgency = 'live' | 'replay';

/** Work that may take long, a step at a time. */
export interface Turns {
  /** Resolves when it is the caller's turn to do one step; within an urgency the first come are the first served. */
  next(urgency: Urgency): Promise<void>;
}

/**
 * Gives out turns for about `budgetMs` on end, then lets the event loop see to everything else: however many replays
 * wait, a webhook or a live frame waits for no more than one such stretch.
 */
export function takeTurns(budgetMs: number, elapsed: () => number): Turns {
  const waiting: Record<Urgency, (() => void)[]> = { live: [], replay: [] };
  let running = false;

  const take = (): (() => void) | undefined => waiting.live.shift() ?? waiting.replay.shift();

  async function run(): Promise<void> {
    while (waiting.live.length + waiting.replay.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const until = elapsed() + budgetMs;
      do {
        take()?.();
        // The step runs before this does: its caller was resolved first.
        await Promise.resolve();
      } while (waiting.live.length + waiting.replay.length > 0 && elapsed() < until);
    }
    running = false;
  }

  return {
    next: (urgency) =>
      new Promise((resolve) => {
        waiting[urgency].push(resolve);
        if (running) return;
        running = true;
        void run();
      }),
  };
}
