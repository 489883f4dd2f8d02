import { setTimeout as pause } from 'node:timers/promises';

/** Environments that a change rebuilds together finish one after the other: one restart is enough. */
const SETTLE_MS = 150;

/** Runs `restart` soon after each call, never twice at once; calls that come meanwhile become one more run. */
export function coalesced(restart: () => Promise<void>): () => void {
  let running = false;
  let wanted = false;
  const run = async () => {
    running = true;
    while (wanted) {
      await pause(SETTLE_MS);
      wanted = false;
      await restart();
    }
    running = false;
  };
  return () => {
    wanted = true;
    if (!running) void run();
  };
}
