import { rm } from 'node:fs/promises';
import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import type { Log } from '../log.ts';
import type { Vault } from '../pairing/vault.ts';
import { openBookKey, renewBookKey } from './book-key.ts';
import type { CallBook } from './call-book.ts';
import { eraseAside, eraseBook } from './erase-book.ts';
import { openKeptKeys } from './kept-keys.ts';
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
  readonly closed: string;
  /** Webhooks of rings, for a book in memory. */
  readonly rung: string;
}

export interface KeptBookOptions {
  readonly paths: BookPaths;
  readonly vault: Vault;
  readonly log: Log;
  /** Everything up to `seq` is on disk: time to acknowledge it. Never called for a book in memory. */
  readonly onDurable: (epoch: Epoch, seq: number) => void;
  /** Calls older than this are erased; null: it is not known yet, and none is. */
  readonly days: () => number | null;
}

export interface KeptBook {
  readonly book: CallBook;
  readonly kept: 'sealed' | 'memory';
  /**
   * Erases everything that was ever kept here, and the key with it: what a disk or a backup still has of it is of no use
   * to anybody. Listeners hear of it before this returns; resolves when it is gone from the disk, or the disk has failed.
   */
  erase(): Promise<void>;
}

/**
 * Opens the book as safely as this computer can keep it: sealed on disk with a key that the keychain keeps, else in
 * memory, with nothing that says anything about anybody on disk.
 */
export async function openBookFor(options: KeptBookOptions): Promise<KeptBook> {
  const { paths, vault, log } = options;
  const key = await openBookKey(paths.key, vault, log);
  if (key.kind === 'none') {
    log.warn('no key to seal with: calls are kept in memory only');
    return await openInMemory(options);
  }
  if (key.kind === 'lost') {
    log.error('the key of the book cannot be read back: it starts empty, and the relay sends what it has');
    await eraseBook(paths.sealed, log);
  }
  return await openSealed(options, key.key);
}

async function openSealed(
  { paths, vault, log, ...options }: KeptBookOptions,
  key: Buffer,
): Promise<KeptBook> {
  for (const path of [paths.closed, paths.rung]) await rm(path, { force: true });
  const common = { ...options, log, path: paths.sealed, plainPath: paths.plain };
  const book = await openCallBook({ ...common, seal: createSeal(key) });
  return {
    book,
    kept: 'sealed',
    async erase() {
      book.erase();
      const fresh = await renewBookKey(paths.key, vault, log);
      if (fresh !== null) await book.rewrite(createSeal(fresh));
      await Promise.all([book.flush(), eraseAside(paths.key, log)]);
    },
  };
}

async function openInMemory({ paths, log, ...options }: KeptBookOptions): Promise<KeptBook> {
  const remembered = {
    closed: openKeptKeys<CallKey>(paths.closed, 'closed cards', log),
    rung: openKeptKeys<WebhookId>(paths.rung, 'what rang', log),
  };
  const common = { ...options, log, path: paths.sealed, plainPath: paths.plain };
  const book = await openCallBook({ ...common, seal: null, remembered });
  return {
    book,
    kept: 'memory',
    async erase() {
      book.erase();
      // A book that waits for its keychain to come back.
      await Promise.all([book.flush(), eraseBook(paths.sealed, log), eraseBook(paths.key, log)]);
    },
  };
}
