/** The journal cannot be opened: the message says which one and why. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** Nothing was written: the sender should come again. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
