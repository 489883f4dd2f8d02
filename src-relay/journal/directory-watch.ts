import type { JournalReader } from './reader.ts';

/**
 * Looks every `everyMs` whether agents, lines, aliases or devices changed: the command line writes to the same journal
 * from a process of its own.
 * @returns the unsubscribe
 */
export function watchDirectory(
  reader: Pick<JournalReader, 'directoryVersion'>,
  everyMs: number,
  onTrouble: (error: unknown) => void,
  changed: () => void,
): () => void {
  let known = reader.directoryVersion();
  const timer = setInterval(() => {
    try {
      const now = reader.directoryVersion();
      if (now === known) return;
      known = now;
      changed();
    } catch (error) {
      onTrouble(error);
    }
  }, everyMs);
  return () => clearInterval(timer);
}
