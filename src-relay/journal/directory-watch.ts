import type { JournalReader } from './reader.ts';

/**
 * Looks every `everyMs` whether agents, lines, aliases or devices are others than at the `first` version, which was taken
 * before they were read: the command line writes to the same journal from a process of its own. A change that could not
 * be taken up is taken up the next time.
 * @returns the unsubscribe
 */
export function watchDirectory(
  reader: Pick<JournalReader, 'directoryVersion'>,
  first: number,
  everyMs: number,
  onTrouble: (error: unknown) => void,
  changed: () => void,
): () => void {
  let known = first;
  const timer = setInterval(() => {
    try {
      const now = reader.directoryVersion();
      if (now === known) return;
      changed();
      // The version that was read before: what changes meanwhile is seen at the next look.
      known = now;
    } catch (error) {
      onTrouble(error);
    }
  }, everyMs);
  return () => clearInterval(timer);
}
