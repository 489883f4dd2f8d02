import { constants } from 'node:fs';
import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { writeAtomically } from '../disk/write-atomically.ts';
import { codeOf, type Log } from '../log.ts';
import { readRecord, type BookRecord } from './records.ts';

/** After a failed write, the next try. */
const RETRY_MS = 5_000;
const LINES_PER_PART = 50;
const NEWLINE = 0x0a;

export interface BookFileOptions {
  readonly path: string;
  readonly log: Log;
  /** These records are on disk now, in the order they were queued. */
  readonly onDurable: (records: readonly BookRecord[]) => void;
  readonly retryMs?: number;
}

/** An append-only file of records, one JSON line each. */
export interface BookFile {
  /** Queues a record and returns at once. While one write is under way everything queued goes into the next. */
  append(record: BookRecord): void;
  /** Replaces the whole file by these records before the next write; whatever is queued must be in them. */
  compact(snapshot: () => BookRecord[]): void;
  /** Resolves when nothing is queued, or when a write has failed. */
  settled(): Promise<void>;
  /** Writes what is queued, once, and lets the file go. What comes after is not written. */
  close(): Promise<void>;
}

/**
 * Reads what is there and opens the file for more.
 * A torn last line was never acknowledged and is ignored. A line in the middle that is no record means damage: the
 * file is moved aside, not deleted, and only what stood before the damage counts, so that the relay sends the rest
 * again.
 * @returns the records, oldest first, and the file; with a disk that fails, a file that goes on trying
 */
export async function openBookFile(
  options: BookFileOptions,
): Promise<{ records: BookRecord[]; file: BookFile }> {
  const { path, log } = options;
  const { records, bytes, damaged } = parse(await readIfThere(path, log));
  let end = bytes;
  if (damaged) {
    log.error('the book was damaged and is moved aside', { kept: records.length });
    try {
      await rename(path, `${path}.damaged-${Date.now()}`);
      end = await writeAtomically(path, linesOf(records));
    } catch (error) {
      log.error('the damaged book could not be moved aside', { code: codeOf(error) });
    }
  }
  return { records, file: createWriter(options, end) };
}

function createWriter(
  { path, log, onDurable, retryMs = RETRY_MS }: BookFileOptions,
  start: number,
): BookFile {
  /** Where the next record goes; null: ask the file. */
  let end: number | null = start;
  let queue: BookRecord[] = [];
  let snapshot: (() => BookRecord[]) | null = null;
  let handle: FileHandle | null = null;
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
      try {
        if (snapshot === null) await write(batch);
        else await replace(snapshot);
      } catch (error) {
        queue = [...batch, ...queue];
        log.error('the book cannot be written', { code: codeOf(error), waiting: queue.length });
        if (closed) return;
        retry = setTimeout(() => {
          retry = null;
          kick();
        }, retryMs);
        return;
      }
      onDurable(batch);
    }
  }

  /** Always at the known end: whatever a failed write left there is written over. */
  async function write(batch: readonly BookRecord[]): Promise<void> {
    handle ??= await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const at = end ?? (await handle.stat()).size;
    const bytes = Buffer.from([...linesOf(batch)].join(''));
    for (let done = 0; done < bytes.length;) {
      done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    }
    await handle.truncate(at + bytes.length);
    await handle.datasync();
    end = at + bytes.length;
  }

  async function replace(records: () => BookRecord[]): Promise<void> {
    snapshot = null;
    await handle?.close();
    handle = null;
    end = null;
    end = await writeAtomically(path, linesOf(records()));
  }

  return {
    append(record) {
      queue.push(record);
      kick();
    },
    compact(records) {
      snapshot = records;
      kick();
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
    },
  };
}

async function readIfThere(path: string, log: Log): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') log.error('the book cannot be read', { code: codeOf(error) });
    return Buffer.alloc(0);
  }
}

function parse(content: Buffer): { records: BookRecord[]; bytes: number; damaged: boolean } {
  const bytes = content.lastIndexOf(NEWLINE) + 1;
  const records: BookRecord[] = [];
  for (const line of content.toString('utf8', 0, bytes).split('\n').slice(0, -1)) {
    const record = readRecord(line);
    if (record === null) return { records, bytes, damaged: true };
    records.push(record);
  }
  return { records, bytes, damaged: false };
}

function* linesOf(records: readonly BookRecord[]): Iterable<string> {
  for (let at = 0; at < records.length; at += LINES_PER_PART) {
    yield records
      .slice(at, at + LINES_PER_PART)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join('');
  }
}
