import { rm } from 'node:fs/promises';
import type { Epoch } from '../../src-shared/brand.ts';
import type { Log } from '../log.ts';
import type { Vault } from '../pairing/vault.ts';
import { openBookKey } from './book-key.ts';
import type { CallBook } from './call-book.ts';
import { openDismissals } from './dismissals.ts';
import { eraseBook } from './erase-book.ts';
import { openCallBook } from './open-book.ts';
import { createSeal } from './seal.ts';

/** Where a book and what belongs to it are kept. */
export interface BookPaths {
  readonly sealed: string;
  /** Sealed by the keychain. */
  readonly key: string;
  /** Of a version that did not seal. */
  readonly plain: string;
  /** Keys of closed calls, for a book in memory. */
  readonly dismissals: string;
}

export interface KeptBookOptions {
  readonly paths: BookPaths;
  readonly vault: Vault;
  readonly log: Log;
  /** Everything up to `seq` is on disk: time to acknowledge it. Never called for a book in memory. */
  readonly onDurable: (epoch: Epoch, seq: number) => void;
  /** Calls older than this are erased. */
  readonly days: () => number;
}

export interface KeptBook {
  readonly book: CallBook;
  readonly kept: 'sealed' | 'memory';
}

/**
 * Opens the book as safely as this computer can keep it: sealed on disk with a key that the keychain keeps, else in
 * memory, with nothing that says anything about anybody on disk.
 */
export async function openBookFor({
  paths,
  vault,
  log,
  onDurable,
  days,
}: KeptBookOptions): Promise<KeptBook> {
  const key = await openBookKey(paths.key, vault, log);
  const common = { path: paths.sealed, plainPath: paths.plain, log, onDurable, days };
  if (key.kind === 'none') {
    log.warn('no keychain: calls are kept in memory only');
    const dismissals = openDismissals(paths.dismissals, log);
    return { book: await openCallBook({ ...common, seal: null, dismissals }), kept: 'memory' };
  }
  if (key.kind === 'lost') {
    log.error('the key of the book cannot be read back: it starts empty, and the relay sends what it has');
    await eraseBook(paths.sealed, log);
  }
  await rm(paths.dismissals, { force: true });
  return { book: await openCallBook({ ...common, seal: createSeal(key.key) }), kept: 'sealed' };
}
