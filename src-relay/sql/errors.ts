/** The journal cannot be opened: the message says which one and why. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}
