import { appendFileSync, mkdirSync } from 'node:fs';
import { mkdir, open, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { logLine } from './log-line.ts';

/** The file becomes `<path>.1` before it grows beyond this, so that there are never more than two of this size. */
export const MAX_BYTES = 1024 * 1024;

/** So much waits for a disk that hangs; lines beyond it are counted. */
const MAX_WAITING_CHARS = 256 * 1024;

export interface LogFileWaits {
  /** After a failure the disk is left alone for so long. */
  readonly tryAgainMs: number;
  /** Somebody may have taken the file or its folder away: it is looked after so often at most. */
  readonly lookMs: number;
}

const WAITS: LogFileWaits = { tryAgainMs: 5_000, lookMs: 2_000 };

/** A file of lines, which are ASCII. */
export interface LogFile {
  /** Returns at once. Lines that could not be written are counted, and the count is the first line that can be. */
  write(line: string): void;
  /** Writes what waits before it returns; the line that is being written may be there twice. */
  end(): void;
}

/** Opens it with the first line. Never throws: folders are made, and a file that fails or is away is opened anew. */
export function openLogFile(path: string, { tryAgainMs, lookMs }: LogFileWaits = WAITS): LogFile {
  /** What is not on disk yet, the one that is being written first. */
  let waiting: string[] = [];
  let waitingChars = 0;
  let lost = 0;
  let writing = false;
  let opened: Opened | null = null;
  let failedAt: number | null = null;

  function drop(): void {
    lost += waiting.length;
    waiting = [];
    waitingChars = 0;
  }

  async function writeAll(): Promise<void> {
    writing = true;
    // What ends the process in this very turn is written once, by `end`.
    await Promise.resolve();
    while (waiting.length > 0) {
      if (failedAt !== null && performance.now() - failedAt < tryAgainMs) {
        drop();
        break;
      }
      try {
        await append(waiting[0] ?? '');
        waitingChars -= waiting.shift()?.length ?? 0;
        failedAt = null;
      } catch {
        failedAt = performance.now();
        await letGo();
      }
    }
    writing = false;
  }

  async function append(line: string): Promise<void> {
    if (opened !== null && performance.now() - opened.lookedAt >= lookMs) await look(opened);
    opened ??= await openAt(path);
    const missing = lost;
    const note = { level: 'warn', what: 'lines were lost', facts: { lost: missing } } as const;
    const text = missing === 0 ? line : `${logLine(Date.now(), note)}${line}`;
    if (opened.size + text.length > MAX_BYTES) await rotate(opened);
    await opened.handle.appendFile(text);
    opened.size += text.length;
    lost -= missing;
  }

  async function look(now: Opened): Promise<void> {
    now.lookedAt = performance.now();
    const there = await stat(path).catch(() => null);
    if (there?.ino !== now.inode) await letGo();
  }

  /** One that cannot be put aside, or is larger than this program ever makes one, begins anew. */
  async function rotate({ handle, size }: Opened): Promise<void> {
    const isAside = size <= MAX_BYTES && (await moved(path, `${path}.1`));
    if (!isAside) await handle.truncate(0);
    await letGo();
    opened = await openAt(path);
  }

  async function letGo(): Promise<void> {
    const last = opened;
    opened = null;
    await last?.handle.close().catch(() => undefined);
  }

  return {
    write(line) {
      if (waitingChars + line.length > MAX_WAITING_CHARS) {
        lost += 1;
        return;
      }
      waiting.push(line);
      waitingChars += line.length;
      if (!writing) void writeAll();
    },
    end() {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        if (waiting.length > 0) appendFileSync(path, waiting.join(''), { mode: 0o600 });
      } catch {
        // There is nobody left to tell.
      }
      waiting = [];
      void letGo();
    },
  };
}

interface Opened {
  readonly handle: FileHandle;
  readonly inode: number;
  size: number;
  lookedAt: number;
}

async function openAt(path: string): Promise<Opened> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, 'a', 0o600);
  await handle.chmod(0o600).catch(() => undefined);
  const { size, ino } = await handle.stat();
  return { handle, size, inode: ino, lookedAt: performance.now() };
}

async function moved(from: string, to: string): Promise<boolean> {
  return await rename(from, to).then(
    () => true,
    () => false,
  );
}
