/** So long work goes on before whatever else waits has its turn: a ring must not stand behind a list. */
const TURN_MS = 8;

/**
 * Does `work` with each in turn and lets everything else in between. Resolves when all of it is done.
 * @param all must not change meanwhile
 */
export async function inTurns<T>(all: readonly T[], work: (one: T) => void): Promise<void> {
  let since = performance.now();
  for (const one of all) {
    if (performance.now() - since > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    }
    work(one);
  }
}
