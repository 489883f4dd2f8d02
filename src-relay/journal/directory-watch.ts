import type { JournalReader } from './reader.ts';

export interface DirectoryWatch {
  /** Looks now, or once more after the look that is under way: somebody said that there is something. */
  look(): void;
  stop(): void;
}

/**
 * Looks every `everyMs` whether agents, lines, aliases or devices are others than at the `first` version, which was taken
 * before they were read: the command line writes to the same journal from a process of its own. One look at a time; a
 * change that could not be taken up is taken up the next time.
 */
export function watchDirectory(
  reader: Pick<JournalReader, 'directoryVersion'>,
  first: number,
  everyMs: number,
  onTrouble: (error: unknown) => void,
  changed: () => Promise<void>,
): DirectoryWatch {
  let known = first;
  let isLooking = false;
  let isAskedFor = false;
  async function look(): Promise<void> {
    const now = await reader.directoryVersion();
    if (now === known) return;
    await changed();
    // The version that was read before: what changes meanwhile is seen at the next look.
    known = now;
  }
  async function lookUntilDone(): Promise<void> {
    isLooking = true;
    do {
      isAskedFor = false;
      await look().catch(onTrouble);
    } while (isAskedFor);
    isLooking = false;
  }
  function lookNow(): void {
    isAskedFor = true;
    if (!isLooking) void lookUntilDone();
  }
  const timer = setInterval(() => {
    if (!isLooking) lookNow();
  }, everyMs);
  return { look: lookNow, stop: () => clearInterval(timer) };
}
