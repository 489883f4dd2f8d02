import type { BookFile } from './book-file.ts';

/**
 * No file at all: what the book knows stays in memory and goes with the app. Every record counts as kept as well as can
 * be, and none is ever reported durable, so that nothing is acknowledged.
 */
export function createMemoryFile(): BookFile {
  return {
    append: (_, onWritten) => onWritten?.(true),
    compact: () => {},
    read: (_, body) => body.hot,
    blocks: 0,
    settled: async () => {},
    close: async () => {},
  };
}
