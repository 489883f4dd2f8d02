import type { WebhookId } from '../../src-shared/brand.ts';
import { codeOf, type Log } from '../log/log.ts';
import { eraseDamaged } from './erase-book.ts';
import type { Body, BookRecord, EventRecord } from './records.ts';
import type { Seal } from './seal.ts';
import { createSealedFile, type FileStart } from './sealed-file.ts';

/** After a failed write, the next try. */
const RETRY_MS = 5_000;
/** So many events stay in memory after they are on disk: what happens now is asked for again and again. */
const HOT_EVENTS = 300;

export interface BookFileOptions {
  readonly path: string;
  readonly seal: Seal;
  readonly log: Log;
  /** These records are on disk now, in the order they were queued. */
  readonly onDurable: (records: readonly BookRecord[]) => void;
  readonly retryMs?: number;
  /** Nothing is written before. */
  readonly after?: Promise<unknown>;
}

export interface Compaction {
  /** What is not in the file any more must be nowhere: not in what was moved aside either. */
  readonly isErasing?: boolean;
  /** Seals the file from here on. */
  readonly seal?: Seal | undefined;
}

/** An append-only file of sealed records. */
export interface BookFile {
  /**
   * Queues a record and returns at once. While one write is under way everything queued goes into the next.
   * @param onWritten called once: when it is on disk, or when a write has failed; it is tried again all the same
   */
  append(record: BookRecord, onWritten?: (isDurable: boolean) => void): void;
  /** Replaces the whole file by these records before the next write; whatever is queued must be in them, and is let go. */
  compact(snapshot: () => BookRecord[], how?: Compaction): void;
  /** Reads an event back; null, and a line in the log, when that fails. */
  read(webhookId: WebhookId, body: Body): EventRecord | null;
  /** How many writes the file consists of. */
  readonly blocks: number;
  /** Resolves when nothing is queued, or when a write has failed. */
  settled(): Promise<void>;
  /** Writes what is queued, once, and lets the file go. What comes after is not written. */
  close(): Promise<void>;
}

interface Rewriting extends Compaction {
  readonly snapshot: () => BookRecord[];
}

/** Writes one thing after the other, and goes on trying with a disk that fails. */
export function createBookFile(
  options: BookFileOptions & { readonly readFrom?: string },
  start: FileStart,
): BookFile {
  const { path, seal, log, onDurable, after, retryMs = RETRY_MS } = options;
  const file = createSealedFile({ path, seal, start, readFrom: options.readFrom ?? path });
  let queue: BookRecord[] = [];
  let rewriting: Rewriting | null = null;
  const waiting = new Map<BookRecord, (isDurable: boolean) => void>();
  const hot = new Set<Body>();
  let running: Promise<void> = Promise.resolve();
  let isWriting = false;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  function kick(): void {
    if (isWriting || retry !== null || closed) return;
    isWriting = true;
    running = after === undefined ? drain() : after.then(drain);
  }

  async function drain(): Promise<void> {
    while ((queue.length > 0 || rewriting !== null) && (await writeNext()));
    // In the same breath: whoever hears that a record is written may bring the next one.
    isWriting = false;
  }

  /** @returns false when it has to be tried again later */
  async function writeNext(): Promise<boolean> {
    const batch = queue;
    queue = [];
    const now = rewriting;
    rewriting = null;
    try {
      if (now === null) await file.append(batch);
      else await rewrite(now);
    } catch (error) {
      queue = [...batch, ...queue];
      if (now !== null) rewriting = both(now, rewriting);
      answer(queue, false);
      log.error('the book cannot be written', { code: codeOf(error), waiting: queue.length });
      if (!closed) retry = setTimeout(tryAgain, retryMs);
      return false;
    }
    answer(batch, true);
    cool(batch);
    onDurable(batch);
    return true;
  }

  function tryAgain(): void {
    retry = null;
    kick();
  }

  async function rewrite({ snapshot, isErasing, seal: fresh }: Rewriting): Promise<void> {
    const records = snapshot();
    await file.replace(records, fresh);
    cool(records);
    if (isErasing === true) await eraseDamaged(path, log);
  }

  function answer(records: readonly BookRecord[], isDurable: boolean): void {
    if (waiting.size === 0) return;
    for (const record of records) {
      waiting.get(record)?.(isDurable);
      waiting.delete(record);
    }
  }

  /**
   * What a rewriting does not bring anyway: who waits for an answer, and the event up to which is acknowledged. However long
   * a disk fails, what waits for it stays within what the book itself keeps.
   */
  function needed(records: readonly BookRecord[]): BookRecord[] {
    const last = records.findLast(({ kind }) => kind === 'event');
    return records.filter((record) => record === last || waiting.has(record));
  }

  /** What is on disk leaves memory when newer events have come. */
  function cool(records: readonly BookRecord[]): void {
    for (const record of records) if (record.kind === 'event' && record.body?.hot) hot.add(record.body);
    for (const body of hot) {
      if (hot.size <= HOT_EVENTS) return;
      body.hot = null;
      hot.delete(body);
    }
  }

  return {
    append(record, onWritten) {
      queue.push(record);
      if (onWritten !== undefined) waiting.set(record, onWritten);
      kick();
    },
    compact(snapshot, how = {}) {
      const next = { ...how, snapshot };
      rewriting = rewriting === null ? next : both(rewriting, next);
      queue = needed(queue);
      kick();
    },
    read(webhookId, body) {
      if (body.hot !== null) return body.hot;
      try {
        return file.read(webhookId, body);
      } catch (error) {
        log.error('an event of the book cannot be read', { code: codeOf(error) });
        return null;
      }
    },
    get blocks() {
      return file.blocks;
    },
    async settled() {
      await running;
    },
    async close() {
      closed = true;
      await running;
      if (retry !== null) clearTimeout(retry);
      await file.close();
    },
  };
}

/** One rewriting for two: of the newer one's records, and with all that either was to do. */
function both(older: Rewriting, newer: Rewriting | null): Rewriting {
  return {
    snapshot: newer?.snapshot ?? older.snapshot,
    isErasing: older.isErasing === true || newer?.isErasing === true,
    seal: newer?.seal ?? older.seal,
  };
}
