import { randomBytes } from 'node:crypto';
import type { CallKey, Epoch, WebhookId } from '../../src-shared/brand.ts';
import { readMark, type Body, type BookRecord, type EventHead, type MessageRef } from './records.ts';
import { SEAL_BYTES, type Seal } from './seal.ts';

/**
 * The book's file: a header, then blocks. A block is what one write brought: its records' heads sealed together, then
 * the bodies of its events, each sealed alone, so that a book is opened by reading heads and an event is read by
 * reading its body. Heads are sealed to their file and place, bodies to their webhook: none can be put elsewhere.
 */
const MAGIC = Buffer.from('RINGBOOK');
const ID_BYTES = 16;
export const HEADER_BYTES = MAGIC.length + ID_BYTES;
export const PREFIX_BYTES = 12;
const CHECK = 0x5ea1b00c;
const MAX_HEAD_BYTES = 64 * 1024 * 1024;

export function newHeader(): Buffer {
  return Buffer.concat([MAGIC, randomBytes(ID_BYTES)]);
}

/** The name of the file that begins with these bytes; null when it is no book. */
export function fileIdOf(header: Buffer): string | null {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  return header.toString('hex', MAGIC.length, HEADER_BYTES);
}

/** One record on its way into a block. */
export interface BlockPart {
  readonly record: BookRecord;
  /** The sealed body of an event whose body is not in the file yet. */
  readonly body: Buffer | null;
}

/** What follows each other in the file, and where each body goes. */
export interface MadeBlock {
  readonly bytes: Buffer;
  /** One for each part that has a body, in order. */
  readonly places: readonly { readonly at: number; readonly length: number }[];
}

export function makeBlock(parts: readonly BlockPart[], fileId: string, at: number, seal: Seal): MadeBlock {
  const heads = parts.map(({ record, body }) => written(record, body?.length ?? 0));
  const head = seal.close(Buffer.from(JSON.stringify(heads)), headWords(fileId, at));
  const bodies = parts.flatMap(({ body }) => body ?? []);
  const bodyBytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(head.length, 0);
  prefix.writeUInt32BE(bodyBytes, 4);
  prefix.writeInt32BE(head.length ^ bodyBytes ^ CHECK, 8);
  let next = at + PREFIX_BYTES + head.length;
  const places = bodies.map(({ length }) => {
    const place = { at: next, length };
    next += length;
    return place;
  });
  return { bytes: Buffer.concat([prefix, head, ...bodies]), places };
}

export interface Prefix {
  readonly headLength: number;
  readonly bodyBytes: number;
}

/** Null: these bytes begin no block. */
export function readPrefix(bytes: Buffer): Prefix | null {
  const headLength = bytes.readUInt32BE(0);
  const bodyBytes = bytes.readUInt32BE(4);
  if (bytes.readInt32BE(8) !== (headLength ^ bodyBytes ^ CHECK)) return null;
  return headLength < SEAL_BYTES || headLength > MAX_HEAD_BYTES ? null : { headLength, bodyBytes };
}

/**
 * The records of a block, their bodies left where they are.
 * @param at where the block begins
 * What only another version understands is left out.
 * @returns null when the heads were not sealed for this place, or say not where their bodies are
 */
export function readBlock(head: Buffer, fileId: string, at: number, seal: Seal): BookRecord[] | null {
  let json: unknown;
  try {
    json = JSON.parse(seal.open(head, headWords(fileId, at)).toString());
  } catch {
    return null;
  }
  if (!Array.isArray(json)) return null;
  const records: BookRecord[] = [];
  let next = at + PREFIX_BYTES + head.length;
  for (const one of json as unknown[]) {
    const record = Array.isArray(one) ? readHead(one, next) : readMark(one);
    if (record === null) {
      if (Array.isArray(one) || !isMark(one)) return null;
      continue;
    }
    if (record.kind === 'event') next += record.body?.length ?? 0;
    records.push(record);
  }
  return records;
}

/** A mark of a kind that this version does not know is one all the same. */
function isMark(one: unknown): boolean {
  return typeof one === 'object' && one !== null && 'kind' in one && typeof one.kind === 'string';
}

export function bodyWords(webhookId: WebhookId): string {
  return `body ${webhookId}`;
}

function headWords(fileId: string, at: number): string {
  return `heads ${fileId} ${at}`;
}

const KINDS = ['other', 'call', 'text'] as const;

/** Without names: there are four for each call. */
function written(record: BookRecord, bodyLength: number): unknown {
  if (record.kind !== 'event') return record;
  const { what, webhookId, call, epoch, seq, heardAt, startedAt, tail, message, alloIds, contactId } = record;
  const head = [KINDS.indexOf(what), webhookId, call, epoch, seq, heardAt, startedAt, tail, bodyLength];
  if (contactId !== null) return [...head, message, alloIds, contactId];
  if (alloIds.length > 0) return [...head, message, alloIds];
  return message === null ? head : [...head, message];
}

/** Only whoever has the key can have written it: what a version of ours wrote is believed, once its shape is right. */
function readHead(written: readonly unknown[], at: number): EventHead | null {
  const [kind, webhookId, call, epoch, seq, heardAt, startedAt, tail, length, ...said] = written;
  const [message, alloIds, contactId] = said;
  if (
    typeof kind !== 'number' ||
    typeof webhookId !== 'string' ||
    !isTextOrNull(call) ||
    typeof epoch !== 'string' ||
    typeof seq !== 'number' ||
    typeof heardAt !== 'number' ||
    (startedAt !== null && typeof startedAt !== 'number') ||
    !isTextOrNull(tail) ||
    typeof length !== 'number'
  )
    return null;
  const body: Body | null = length === 0 ? null : { hot: null, at, length, source: null };
  return {
    kind: 'event',
    // Of a kind to come: it moves the cursor.
    what: KINDS[kind] ?? 'other',
    webhookId: webhookId as WebhookId,
    call: call as CallKey | null,
    epoch: epoch as Epoch,
    seq,
    heardAt,
    startedAt,
    tail,
    message: typeof message === 'string' ? (message as MessageRef) : null,
    // An older version wrote none.
    alloIds: Array.isArray(alloIds) ? alloIds.filter((id) => typeof id === 'string') : [],
    contactId: typeof contactId === 'string' ? contactId : null,
    body,
  };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
