/** The journal cannot be opened: the message says which one and why. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Nothing was written: the sender should come again. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

/** Why nothing may be written any more to a journal that is another one than was opened. */
export const DISPLACED = 'it was removed or replaced while the relay runs: restart the relay';

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
