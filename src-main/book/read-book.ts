import { open, type FileHandle } from 'node:fs/promises';
import { bodyWords, fileIdOf, HEADER_BYTES, PREFIX_BYTES, readBlock, readPrefix } from './block.ts';
import { createBodyReader } from './body-reader.ts';
import type { BodySource, BookRecord } from './records.ts';
import type { Seal } from './seal.ts';

const WINDOW_BYTES = 1024 * 1024;

export interface ReadBook {
  /** Null: there is no file, or none of ours. */
  readonly fileId: string | null;
  readonly records: readonly BookRecord[];
  /** Where the last whole block ends. */
  readonly end: number;
  readonly blocks: number;
  /** Something stands there that is no block and no torn end of one. */
  readonly damaged: boolean;
}

/**
 * Reads the heads of a book, oldest first, up to where it ends or is damaged. A block that the file's end cuts off was
 * never acknowledged and is ignored.
 * @param most so many blocks and not more
 * @throws when the file is there and cannot be read
 */
export async function readBook(path: string, seal: Seal, most = Infinity): Promise<ReadBook> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { fileId: null, records: [], end: 0, blocks: 0, damaged: false };
    throw error;
  }
  try {
    return await readBlocks(file, seal, most);
  } finally {
    await file.close();
  }
}

async function readBlocks(file: FileHandle, seal: Seal, most: number): Promise<ReadBook> {
  const { size } = await file.stat();
  const bytesAt = windowed(file, size);
  const records: BookRecord[] = [];
  let blocks = 0;
  const fileId = size < HEADER_BYTES ? null : fileIdOf(await bytesAt(0, HEADER_BYTES));
  if (fileId === null) return { fileId, records, end: 0, blocks, damaged: size >= HEADER_BYTES };
  let at = HEADER_BYTES;
  while (blocks < most && at + PREFIX_BYTES <= size) {
    const prefix = readPrefix(await bytesAt(at, PREFIX_BYTES));
    if (prefix === null) return { fileId, records, end: at, blocks, damaged: true };
    const next = at + PREFIX_BYTES + prefix.headLength + prefix.bodyBytes;
    if (next > size) break;
    const read = readBlock(await bytesAt(at + PREFIX_BYTES, prefix.headLength), fileId, at, seal);
    if (read === null) return { fileId, records, end: at, blocks, damaged: true };
    for (const record of read) records.push(record);
    blocks += 1;
    at = next;
  }
  return { fileId, records, end: at, blocks, damaged: false };
}

/** Reads ahead, so that small blocks cost no read of the system each. */
function windowed(file: FileHandle, size: number): (at: number, length: number) => Promise<Buffer> {
  let window = Buffer.alloc(0);
  let from = 0;
  return async (at, length) => {
    if (at < from || at + length > from + window.length) {
      window = Buffer.allocUnsafe(Math.min(Math.max(WINDOW_BYTES, length), size - at));
      from = at;
      let got = 0;
      while (got < window.length) {
        const { bytesRead } = await file.read(window, got, window.length - got, at + got);
        if (bytesRead === 0) throw new Error('the file became shorter');
        got += bytesRead;
      }
    }
    return window.subarray(at - from, at - from + length);
  };
}

/**
 * Which of these opens the book, by its first block; `empty`: there is no book to open, null: none of them.
 * @throws when the file is there and cannot be read
 */
export async function sealOf(path: string, seals: readonly Seal[]): Promise<Seal | 'empty' | null> {
  let isBook = false;
  for (const seal of seals) {
    const { fileId, blocks, damaged } = await readBook(path, seal, 1);
    if (fileId === null && !damaged) return 'empty';
    if (blocks > 0) return seal;
    isBook ||= damaged;
  }
  return isBook ? null : 'empty';
}

/** What another book's file says, each event read from there until it is written down elsewhere. */
export interface OpenedAside {
  readonly records: readonly BookRecord[];
  /** Something in it cannot be read: it is not all that it was. */
  readonly damaged: boolean;
  close(): void;
}

/** @throws when the file cannot be read */
export async function openAside(path: string, seal: Seal): Promise<OpenedAside> {
  const { records, damaged } = await readBook(path, seal);
  const reader = createBodyReader(path);
  const source: BodySource = {
    read: (webhookId, at, length) => seal.open(reader.read(at, length), bodyWords(webhookId)),
  };
  for (const record of records)
    if (record.kind === 'event' && record.body !== null) record.body.source = source;
  return { records, damaged, close: reader.close };
}
