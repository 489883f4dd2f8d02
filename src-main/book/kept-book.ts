import { rm, stat } from 'node:fs/promises';
import type { CallKey, Epoch } from '../../src-shared/brand.ts';
import type { BookPaths } from '../disk/paths.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { Vault } from '../pairing/vault.ts';
import { createBookFile } from './book-file.ts';
import { dropOtherKeys, openBookKeys, renewBookKeys, type BookKeys } from './book-keys.ts';
import type { CallBook } from './call-book.ts';
import { eraseBook, eraseDamaged } from './erase-book.ts';
import { openKeptKeys } from './kept-keys.ts';
import { ownerOf } from './merge-books.ts';
import { openCallBook, reportLast } from './open-book.ts';
import { openBookFile } from './open-file.ts';
import { readPlainBook } from './plain-book.ts';
import { createSeal, type Seal } from './seal.ts';
import { booksAside, eraseAsides, pruneAsides, setBookAside, type BookAside } from './set-aside.ts';
import { makePlace, takeBack, type Asides } from './shelf.ts';

export interface KeptBookOptions {
  readonly paths: BookPaths;
  readonly vault: Vault;
  readonly log: Log;
  /** Everything up to `seq` is on disk: time to acknowledge it. Never called for a book in memory. */
  readonly onDurable: (epoch: Epoch, seq: number) => void;
  /** Calls older than this are erased; null: it is not known yet, and none is. */
  readonly days: () => number | null;
  /** How long opening waits for the keychain, in ms, before the book begins in memory. */
  readonly patienceMs?: number;
}

/** How the history is kept; `waiting`: in memory until the keychain opens. */
export type HowKept = 'sealed' | 'memory' | 'waiting';

export interface KeptBook {
  readonly book: CallBook;
  readonly kept: HowKept;
  /** Books of before that are kept and not shown. */
  readonly asides: Asides;
  /** Calls back when `kept` or `asides` change. @returns the unsubscribe */
  onChange(listener: () => void): () => void;
  /**
   * Makes the book this agent's: what was kept of another one is set aside, and what was set aside of this one is taken
   * back. Nothing may be received meanwhile.
   * @returns false when the disk does not take it: then nothing has changed, and it can be tried again
   */
  turnTo(agent: string): Promise<boolean>;
  /** Erases what is too old by now, from what is set aside too. */
  prune(): void;
  /** Erases what is set aside, and the keys that nothing else needs. */
  eraseAside(): Promise<void>;
  /**
   * Erases everything that was ever kept here, and the keys with it: what a disk or a backup still has of it is of no use
   * to anybody. Listeners hear of it before this returns; resolves when it is gone from the disk, or the disk has failed.
   */
  erase(): Promise<void>;
}

/** A keychain that needs longer than this is asking somebody. */
const PATIENCE_MS = 1_000;
const EMPTY = { fileId: null, end: 0, blocks: 0 };

/**
 * Opens the book as safely as this computer can keep it: sealed on disk with a key that the keychain keeps, else in
 * memory, with nothing that says anything about anybody on disk. A keychain that asks its user first is not waited for:
 * the book begins in memory and is sealed when the keychain opens. Nothing is erased because it cannot be opened.
 */
export async function openBookFor(options: KeptBookOptions): Promise<KeptBook> {
  const { paths, vault, log, days } = options;
  const listeners = new Set<() => void>();
  let seals: readonly Seal[] = [];
  let kept: HowKept = 'memory';
  let asides: Asides = { keychain: 0, agent: 0 };
  let isErased = false;
  /** Each waits for the other: what is erased must not be sealed, nor a book that was begun since be erased. */
  let sealing: Promise<void> = Promise.resolve();
  let erasing: Promise<void> = Promise.resolve();

  const opening = openBookKeys(paths.key, vault, log);
  const keys = await Promise.race([opening, late(options.patienceMs ?? PATIENCE_MS)]);
  if (keys === 'late') kept = 'waiting';
  const book = (keys === 'late' ? null : await openSealed(keys)) ?? (await openInMemory());
  await lookAside();
  if (keys === 'late') void opening.then(sealLater);

  function sealLater(opened: BookKeys): Promise<void> {
    sealing = erasing
      .then(() => freshAfterErasing(opened))
      .then(sealNow)
      .catch(failed)
      .finally(settle);
    return sealing;
  }

  /** What was erased while the keychain was asking: its keys must not come back. */
  async function freshAfterErasing(opened: BookKeys): Promise<BookKeys> {
    if (!isErased) return opened;
    await eraseBook(paths.key, log);
    return await openBookKeys(paths.key, vault, log);
  }

  /** What opens the book's file; null: nothing may be written there. */
  async function placeFor(opened: BookKeys): Promise<Seal | null> {
    if (opened.kind === 'none') return null;
    const [first, ...more] = opened.keys;
    const all = [createSeal(first), ...more.map(createSeal)] as const;
    const place = await makePlace(paths.sealed, all, opened.hasOthers, log);
    if (place !== null) seals = all;
    return place;
  }

  async function openSealed(opened: BookKeys): Promise<CallBook | null> {
    try {
      const seal = await placeFor(opened);
      if (seal === null) return null;
      const common = { ...options, path: paths.sealed, plainPath: paths.plain };
      const made = await openCallBook({ ...common, seal });
      for (const path of [paths.closed, paths.rung]) await rm(path, { force: true });
      kept = 'sealed';
      if (seal !== seals[0]) void made.rewrite(seals[0]);
      return made;
    } catch (error) {
      failed(error);
      return null;
    }
  }

  async function openInMemory(): Promise<CallBook> {
    log.warn('no key to seal with: calls are kept in memory only', { waiting: kept === 'waiting' });
    await rm(paths.rung, { force: true });
    const remembered = { closed: openKeptKeys<CallKey>(paths.closed, 'closed cards', log) };
    // What a plain book holds is taken over as soon as the keychain opens.
    const plainPath = kept === 'waiting' ? null : paths.plain;
    return await openCallBook({ ...options, path: paths.sealed, plainPath, seal: null, remembered });
  }

  /** The keychain has opened: what was in memory goes to the disk, over what is there of before. */
  async function sealNow(opened: BookKeys): Promise<void> {
    const seal = await placeFor(opened);
    if (seal === null) return;
    const how = { path: paths.sealed, seal, log, onDurable: reportLast(options.onDurable) };
    let { records, file } = await openBookFile(how);
    const [before, now] = [ownerOf(records), book.owner];
    if (before !== null && now !== null && before !== now) {
      await file.close();
      if (!setBookAside(paths.sealed, log)) return;
      ({ records, file } = await openBookFile(how));
    }
    const plain = records.length === 0 ? await readPlainBook(paths.plain, log) : null;
    const { epoch, after } = book.cursor();
    const isWritten = book.takeIn(plain ?? records, file);
    kept = 'sealed';
    if (seal !== seals[0]) void book.rewrite(seals[0]);
    if ((await isWritten) !== true) return;
    log.info('the keychain has opened: the book is sealed');
    for (const path of [paths.closed, paths.rung]) await rm(path, { force: true });
    await eraseBook(paths.plain, log);
    if (epoch !== null && after > 0) options.onDurable(epoch, after);
  }

  async function settle(): Promise<void> {
    if (kept === 'waiting') kept = 'memory';
    await lookAside();
  }

  function failed(error: unknown): void {
    log.error('the book cannot be opened: calls are kept in memory only', { code: codeOf(error) });
  }

  /** Takes back what can be, and counts the rest. */
  async function lookAside(): Promise<void> {
    if (kept === 'sealed') {
      const taken = await takeBack(paths.sealed, book, seals, log);
      ({ asides } = taken);
    } else {
      asides = { keychain: (await unread()).length, agent: 0 };
    }
    for (const listener of listeners) listener();
  }

  /** What is on disk and not in the book: without a key the book's own file too. */
  async function unread(): Promise<BookAside[]> {
    const all = await booksAside(paths.sealed, log);
    const own = kept === 'memory' ? await stat(paths.sealed).catch(() => null) : null;
    return own === null ? all : [...all, { path: paths.sealed, at: own.mtimeMs, writtenAt: own.mtimeMs }];
  }

  async function pruneUnread(): Promise<void> {
    const known = days();
    if (known !== null && (await pruneAsides(await unread(), known, log)) > 0) await lookAside();
  }

  async function eraseFromDisk(): Promise<void> {
    await sealing;
    // What the keychain gave back meanwhile.
    book.erase();
    // One that could not be taken over yet would be taken for all that there is.
    await eraseBook(paths.plain, log);
    if (kept === 'sealed') {
      const fresh = await renewBookKeys(paths.key, vault, log);
      if (fresh !== null) {
        seals = [createSeal(fresh)];
        await book.rewrite(seals[0]);
      }
      await eraseAsides(await booksAside(paths.sealed, log), log);
      await Promise.all([book.flush(), eraseDamaged(paths.key, log)]);
    }
    // A book that waits for its keychain to come back.
    else await Promise.all([book.flush(), eraseBook(paths.sealed, log), eraseBook(paths.key, log)]);
    await lookAside();
  }

  return {
    book,
    get kept() {
      return kept;
    },
    get asides() {
      return asides;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async turnTo(agent) {
      if (book.belongTo(agent)) return true;
      if (kept !== 'sealed') {
        void book.turnTo(agent);
        return true;
      }
      const [seal] = seals;
      if (seal === undefined || !(await book.rewrite(seal))) return false;
      if (!setBookAside(paths.sealed, log)) return false;
      const onDurable = reportLast(options.onDurable);
      void book.turnTo(agent, createBookFile({ path: paths.sealed, seal, log, onDurable }, EMPTY));
      await lookAside();
      return true;
    },
    prune() {
      book.prune();
      void pruneUnread();
    },
    async eraseAside() {
      if (kept === 'sealed') await book.rewrite(seals[0]);
      await eraseAsides(await unread(), log);
      if (kept !== 'waiting') await dropOtherKeys(paths.key, vault, log);
      await lookAside();
    },
    erase() {
      book.erase();
      isErased = true;
      erasing = eraseFromDisk();
      return erasing;
    },
  };
}

function late(ms: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms).unref());
}
