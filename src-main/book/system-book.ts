import { safeStorage } from 'electron';
import { createVault } from '../pairing/vault.ts';
import { openBookFor, type KeptBook, type KeptBookOptions } from './kept-book.ts';

/** The book of this computer, sealed by this user's keychain where there is one to trust. */
export function openSystemBook(options: Omit<KeptBookOptions, 'vault'>): Promise<KeptBook> {
  return openBookFor({ ...options, vault: createVault(safeStorage, process.platform) });
}
