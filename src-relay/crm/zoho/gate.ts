import { type Flight, URGENCIES } from '../contract.ts';

/** Lets so many through at once: the most urgent first, and of these whoever came first. */
export function gate(atOnce: number): <T>(flight: Flight, work: () => Promise<T>) => Promise<T> {
  const waiting: { readonly rank: number; readonly go: () => void }[] = [];
  let inside = 0;

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next.go();
  }

  return async (flight, work) => {
    if (inside < atOnce) inside += 1;
    else {
      await new Promise<void>((go) => {
        const rank = URGENCIES.indexOf(flight.urgency);
        const behind = waiting.findIndex((one) => one.rank > rank);
        waiting.splice(behind < 0 ? waiting.length : behind, 0, { rank, go });
      });
    }
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
