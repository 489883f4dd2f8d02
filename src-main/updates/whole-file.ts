import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { codeOf } from '../log/log.ts';
import { bytesOf, Unreachable, type Fetch } from './fetching.ts';

/** What came is not what was signed. */
export class Altered extends Error {
  override readonly name = 'Altered';
}

export interface Wanted {
  readonly url: URL;
  readonly destination: string;
  /** Base64. */
  readonly sha512: string;
  readonly size: number;
  readonly signal: AbortSignal;
}

const PARTIAL = 'partial-';

/**
 * Fetches a whole file to where it is wanted, and only if it is what was signed. What broke off is kept a folder above,
 * out of reach of electron-updater's tidying, and gone on with at the next try.
 * @throws Unreachable, Altered, or what the disk throws
 */
export async function fetchWhole(
  fetch: Fetch,
  wanted: Wanted,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const partial = await partialFor(wanted);
  const file = await open(partial, 'a', 0o600);
  try {
    const begun = await takeUp(file, partial, wanted.size);
    await goOn(fetch, wanted, file, begun, onProgress);
    await file.sync();
  } catch (error) {
    // A full disk is not kept full.
    const isOfNoUse = error instanceof Altered || ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
    if (isOfNoUse) await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, wanted.destination);
}

/** Also removes what was begun of other releases. */
async function partialFor({ destination, sha512 }: Wanted): Promise<string> {
  const folder = dirname(dirname(destination));
  const name = `${PARTIAL}${Buffer.from(sha512, 'base64').toString('hex').slice(0, 32)}`;
  const others = (await readdir(folder)).filter((each) => each.startsWith(PARTIAL) && each !== name);
  for (const other of others) await rm(join(folder, other), { force: true });
  return join(folder, name);
}

/** How much of the file is there, and the sum so far. */
interface Begun {
  readonly length: number;
  readonly hash: Hash;
}

async function takeUp(file: FileHandle, path: string, size: number): Promise<Begun> {
  const { size: length } = await file.stat();
  if (length === 0 || length >= size) return await fromNothing(file);
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return { length, hash };
}

async function fromNothing(file: FileHandle): Promise<Begun> {
  await file.truncate(0);
  return { length: 0, hash: createHash('sha512') };
}

async function goOn(
  fetch: Fetch,
  { url, size, sha512, signal }: Wanted,
  file: FileHandle,
  begun: Begun,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const answer = await fetch(url, begun.length === 0 ? {} : { range: `bytes=${begun.length}-` });
  signal.addEventListener('abort', () => answer.destroy(), { once: true });
  const isContinued = begun.length === 0 || continuesAt(answer, begun.length);
  const from = isContinued ? begun : await fromNothing(file);
  let { length } = from;
  for await (const chunk of bytesOf(answer)) {
    length += chunk.length;
    if (length > size) throw new Altered('longer than it should be');
    from.hash.update(chunk);
    await file.writeFile(chunk);
    onProgress(length);
  }
  if (length < size) throw new Unreachable('broken-off');
  if (from.hash.digest('base64') !== sha512) throw new Altered('another file');
}

/** A server without ranges sends all of it again. */
function continuesAt({ statusCode, headers }: IncomingMessage, at: number): boolean {
  return statusCode === 206 && headers['content-range']?.startsWith(`bytes ${at}-`) === true;
}
