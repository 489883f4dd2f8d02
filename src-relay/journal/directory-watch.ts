import type { JournalReader } from './reader.ts';

/**
 * Looks every `everyMs` whether agents, lines, aliases or devices are others than at the `first` version, which was taken
 * before they were read: the command line writes to the same journal from a process of its own. One look at a time; a
 * change that could not be taken up is taken up the next time.
 * @returns the unsubscribe
 */
export function watchDirectory(
  reader: Pick<JournalReader, 'directoryVersion'>,
  first: number,
  everyMs: number,
  onTrouble: (error: unknown) => void,
  changed: () => Promise<void>,
): () => void {
  let known = first;
  let isLooking = false;
  async function look(): Promise<void> {
    const now = await reader.directoryVersion();
    if (now === known) return;
    await changed();
    // The version that was read before: what changes meanwhile is seen at the next look.
    known = now;
  }
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(onTrouble)
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  return () => clearInterval(timer);
}
