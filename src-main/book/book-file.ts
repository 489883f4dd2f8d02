import { constants, renameSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import type { WebhookId } from '../../src-shared/brand.ts';
import { syncFolderOf } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';
import { bodyWords, fileIdOf, HEADER_BYTES, makeBlock, newHeader, type BlockPart } from './block.ts';
import { createBodyReader } from './body-reader.ts';
import { readBook } from './read-book.ts';
import { writtenEvent, type Body, type BookRecord, type EventRecord } from './records.ts';
import type { Seal } from './seal.ts';

/** After a failed write, the next try. */
const RETRY_MS = 5_000;
/** So many events stay in memory after they are on disk: what happens now is asked for again and again. */
const HOT_EVENTS = 300;
/** How many records a rewritten book has in a block: fewer blocks open faster. */
const RECORDS_PER_BLOCK = 200;

export interface BookFileOptions {
  readonly path: string;
  readonly seal: Seal;
  readonly log: Log;
  /** These records are on disk now, in the order they were queued. */
  readonly onDurable: (records: readonly BookRecord[]) => void;
  readonly retryMs?: number;
}

/** An append-only file of sealed records. */
export interface BookFile {
  /**
   * Queues a record and returns at once. While one write is under way everything queued goes into the next.
   * @param onWritten called once: when it is on disk, or when a write has failed; it is tried again all the same
   */
  append(record: BookRecord, onWritten?: (isDurable: boolean) => void): void;
  /** Replaces the whole file by these records before the next write; whatever is queued must be in them. */
  compact(snapshot: () => BookRecord[]): void;
  /** Reads an event back; null, and a line in the log, when that fails. */
  read(webhookId: WebhookId, body: Body): EventRecord | null;
  /** How many writes the file consists of. */
  readonly blocks: number;
  /** Resolves when nothing is queued, or when a write has failed. */
  settled(): Promise<void>;
  /** Writes what is queued, once, and lets the file go. What comes after is not written. */
  close(): Promise<void>;
}

/**
 * Reads what is there and opens the file for more. Where the file is damaged, or was sealed under another key, it is
 * moved aside, not deleted, and only what stood before the damage counts, so that the relay sends the rest again.
 * @returns the records, oldest first, and the file; with a disk that fails, a file that goes on trying. A file that is
 * not whole must be rewritten first: its bodies are still in the one that was moved aside.
 */
export async function openBookFile(
  options: BookFileOptions,
): Promise<{ records: readonly BookRecord[]; file: BookFile; isWhole: boolean }> {
  const { path, seal, log } = options;
  const nothing = { fileId: null, records: [], end: 0, blocks: 0, damaged: false };
  const read = await readBook(path, seal).catch((error: unknown) => {
    log.error('the book cannot be read', { code: codeOf(error) });
    return nothing;
  });
  if (!read.damaged) return { records: read.records, file: createWriter(options, read), isWhole: true };
  log.error('the book was damaged and is moved aside', { kept: read.records.length });
  const aside = `${path}.damaged-${Date.now()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    log.error('the damaged book could not be moved aside', { code: codeOf(error) });
    return { records: [], file: createWriter(options, nothing), isWhole: false };
  }
  return {
    records: read.records,
    file: createWriter({ ...options, readFrom: aside }, nothing),
    isWhole: false,
  };
}

interface Start {
  readonly fileId: string | null;
  readonly end: number;
  readonly blocks: number;
}

function createWriter(options: BookFileOptions & { readonly readFrom?: string }, start: Start): BookFile {
  const { path, seal, log, onDurable, retryMs = RETRY_MS } = options;
  let { fileId, end, blocks } = start;
  const reader = createBodyReader(options.readFrom ?? path);
  let queue: BookRecord[] = [];
  let snapshot: (() => BookRecord[]) | null = null;
  let handle: FileHandle | null = null;
  const waiting = new Map<BookRecord, (isDurable: boolean) => void>();
  const hot: Body[] = [];
  let running: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let closed = false;

  function kick(): void {
    if (retry === null && !closed) running ??= drain().finally(() => (running = null));
  }

  async function drain(): Promise<void> {
    while (queue.length > 0 || snapshot !== null) {
      const batch = queue;
      queue = [];
      const records = snapshot;
      snapshot = null;
      try {
        if (records === null) await write(batch);
        else await replace(records());
      } catch (error) {
        queue = [...batch, ...queue];
        snapshot ??= records;
        answer(queue, false);
        log.error('the book cannot be written', { code: codeOf(error), waiting: queue.length });
        if (closed) return;
        retry = setTimeout(() => {
          retry = null;
          kick();
        }, retryMs);
        return;
      }
      answer(batch, true);
      cool(batch);
      onDurable(batch);
    }
  }

  function answer(records: readonly BookRecord[], isDurable: boolean): void {
    if (waiting.size === 0) return;
    for (const record of records) {
      waiting.get(record)?.(isDurable);
      waiting.delete(record);
    }
  }

  /** What is on disk leaves memory when newer events have come. */
  function cool(records: readonly BookRecord[]): void {
    for (const record of records) if (record.kind === 'event' && record.body?.hot) hot.push(record.body);
    for (const body of hot.splice(0, Math.max(0, hot.length - HOT_EVENTS))) body.hot = null;
  }

  /** Always at the known end: whatever a failed write left there is written over. */
  async function write(batch: readonly BookRecord[]): Promise<void> {
    handle ??= await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (fileId === null) {
      const header = newHeader();
      await writeAll(handle, header, 0);
      await syncFolderOf(path);
      fileId = fileIdOf(header);
      end = HEADER_BYTES;
    }
    const { bytes, settle } = blockOf(batch, fileId ?? '', end);
    await writeAll(handle, bytes, end);
    await handle.truncate(end + bytes.length);
    await handle.datasync();
    reader.written();
    settle();
    end += bytes.length;
    blocks += 1;
  }

  /**
   * A crash in between leaves the old file whole. Until the new one is in its place everything is read from the old.
   */
  async function replace(records: readonly BookRecord[]): Promise<void> {
    const temporary = `${path}.new`;
    const header = newHeader();
    const newId = fileIdOf(header) ?? '';
    const settled: (() => void)[] = [];
    let at = header.length;
    let made = 0;
    const fresh = await open(temporary, 'w', 0o600);
    try {
      await writeAll(fresh, header, 0);
      for (let from = 0; from < records.length; from += RECORDS_PER_BLOCK) {
        const { bytes, settle } = blockOf(records.slice(from, from + RECORDS_PER_BLOCK), newId, at);
        await writeAll(fresh, bytes, at);
        settled.push(settle);
        at += bytes.length;
        made += 1;
      }
      await fresh.sync();
    } finally {
      await fresh.close();
    }
    await handle?.close();
    handle = null;
    reader.close();
    renameSync(temporary, path);
    for (const settle of settled) settle();
    cool(records);
    reader.turnTo(path);
    [fileId, end, blocks] = [newId, at, made];
    await syncFolderOf(path);
  }

  function sealedBody(body: Body): Buffer {
    if (body.at !== null) return reader.read(body.at, body.length);
    if (body.hot === null) throw new Error('an event without a body');
    return seal.close(Buffer.from(JSON.stringify(body.hot)), bodyWords(body.hot.frame.webhookId));
  }

  function blockOf(batch: readonly BookRecord[], id: string, at: number) {
    const parts: BlockPart[] = [];
    const bodies: Body[] = [];
    for (const record of batch) {
      const body = record.kind === 'event' ? record.body : null;
      parts.push({ record, body: body === null ? null : sealedBody(body) });
      if (body !== null) bodies.push(body);
    }
    const { bytes, places } = makeBlock(parts, id, at, seal);
    const settle = () => {
      for (const [n, body] of bodies.entries()) Object.assign(body, places[n]);
    };
    return { bytes, settle };
  }

  return {
    append(record, onWritten) {
      queue.push(record);
      if (onWritten !== undefined) waiting.set(record, onWritten);
      kick();
    },
    compact(records) {
      snapshot = records;
      kick();
    },
    read(webhookId, body) {
      if (body.hot !== null) return body.hot;
      try {
        if (body.at === null) return null;
        const bytes = seal.open(reader.read(body.at, body.length), bodyWords(webhookId));
        return writtenEvent(JSON.parse(bytes.toString()));
      } catch (error) {
        log.error('an event of the book cannot be read', { code: codeOf(error) });
        return null;
      }
    },
    get blocks() {
      return blocks;
    },
    async settled() {
      await running;
    },
    async close() {
      closed = true;
      await running;
      if (retry !== null) clearTimeout(retry);
      await handle?.close();
      handle = null;
      reader.close();
    },
  };
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
