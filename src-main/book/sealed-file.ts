import { constants, renameSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { WebhookId } from '../../src-shared/brand.ts';
import { syncFolderOf } from '../disk/write-atomically.ts';
import { bodyWords, fileIdOf, HEADER_BYTES, makeBlock, newHeader, type BlockPart } from './block.ts';
import { createBodyReader } from './body-reader.ts';
import { writtenEvent, type Body, type BookRecord, type EventHead, type EventRecord } from './records.ts';
import type { Seal } from './seal.ts';

/** How many records a rewritten book has in a block: fewer blocks open faster. */
const RECORDS_PER_BLOCK = 200;
/** A block is made in memory: no more of bodies than this, and one event. */
const BYTES_PER_BLOCK = 8 * 1024 * 1024;

/** What is in the file already. */
export interface FileStart {
  /** Null: there is no file, or none of ours. */
  readonly fileId: string | null;
  readonly end: number;
  readonly blocks: number;
}

export interface SealedFileOptions {
  readonly path: string;
  readonly seal: Seal;
  readonly start: FileStart;
  /** Where the bodies are until the file is replaced for the first time. */
  readonly readFrom: string;
}

/** The book's file itself. What writes waits for what wrote before; each throws when the disk fails. */
export interface SealedFile {
  /** Always at the known end: whatever a failed write left there is written over. */
  append(records: readonly BookRecord[]): Promise<void>;
  /**
   * A crash in between leaves the old file whole. Until the new one is in its place everything is read from the old.
   * @param fresh seals everything from here on, in place of the seal before
   */
  replace(records: readonly BookRecord[], fresh?: Seal): Promise<void>;
  /** Throws when it cannot be read, or is not what was written. */
  read(webhookId: WebhookId, body: Body): EventRecord | null;
  readonly blocks: number;
  close(): Promise<void>;
}

export function createSealedFile({ path, start, readFrom, ...options }: SealedFileOptions): SealedFile {
  let { seal } = options;
  let { fileId, end, blocks } = start;
  let handle: FileHandle | null = null;
  const reader = createBodyReader(readFrom);

  async function append(records: readonly BookRecord[]): Promise<void> {
    handle ??= await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (fileId === null) {
      const header = newHeader();
      await writeAll(handle, header, 0);
      await syncFolderOf(path);
      fileId = fileIdOf(header);
      end = HEADER_BYTES;
    }
    const { bytes, settle } = blockOf(records, fileId ?? '', end, seal);
    await writeAll(handle, bytes, end);
    await handle.truncate(end + bytes.length);
    await handle.datasync();
    reader.written();
    settle();
    end += bytes.length;
    blocks += 1;
  }

  async function replace(records: readonly BookRecord[], fresh = seal): Promise<void> {
    const temporary = `${path}.new`;
    const header = newHeader();
    const newId = fileIdOf(header) ?? '';
    const settled: (() => void)[] = [];
    let at = header.length;
    let made = 0;
    const file = await open(temporary, 'w', 0o600);
    try {
      await writeAll(file, header, 0);
      for (const some of blocksOf(records)) {
        const { bytes, settle } = blockOf(some, newId, at, fresh);
        await writeAll(file, bytes, at);
        settled.push(settle);
        at += bytes.length;
        made += 1;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await handle?.close();
    handle = null;
    reader.close();
    renameSync(temporary, path);
    for (const settle of settled) settle();
    reader.turnTo(path);
    [fileId, end, blocks, seal] = [newId, at, made, fresh];
    await syncFolderOf(path);
  }

  function blockOf(records: readonly BookRecord[], id: string, at: number, to: Seal) {
    const parts: BlockPart[] = [];
    const bodies: Body[] = [];
    for (const record of records) {
      const body = record.kind === 'event' ? sealedBody(record, to) : null;
      parts.push({ record, body });
      if (record.kind === 'event' && record.body !== null) bodies.push(record.body);
    }
    const { bytes, places } = makeBlock(parts, id, at, to);
    const settle = () => {
      for (const [n, body] of bodies.entries()) Object.assign(body, places[n], { source: null });
    };
    return { bytes, settle };
  }

  function sealedBody({ webhookId, body }: EventHead, to: Seal): Buffer | null {
    if (body === null) return null;
    const words = bodyWords(webhookId);
    if (body.at !== null && body.source !== null)
      return to.close(body.source.read(webhookId, body.at, body.length), words);
    if (body.at !== null) {
      const bytes = reader.read(body.at, body.length);
      return to === seal ? bytes : to.close(seal.open(bytes, words), words);
    }
    if (body.hot === null) throw new Error('an event without a body');
    return to.close(Buffer.from(JSON.stringify(body.hot)), words);
  }

  return {
    append,
    replace,
    read(webhookId, { at, length, source }) {
      if (at === null) return null;
      const bytes =
        source === null
          ? seal.open(reader.read(at, length), bodyWords(webhookId))
          : source.read(webhookId, at, length);
      return writtenEvent(JSON.parse(bytes.toString()));
    },
    get blocks() {
      return blocks;
    },
    async close() {
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

/** Of a body that is not in the file yet the length is not known; few are, and they came within a moment. */
function* blocksOf(records: readonly BookRecord[]): Iterable<readonly BookRecord[]> {
  let some: BookRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    some.push(record);
    bytes += record.kind === 'event' ? (record.body?.length ?? 0) : 0;
    if (some.length < RECORDS_PER_BLOCK && bytes < BYTES_PER_BLOCK) continue;
    yield some;
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield some;
}
