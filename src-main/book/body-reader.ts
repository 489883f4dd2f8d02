import { closeSync, openSync, readSync } from 'node:fs';

/** What is read next is mostly near: the events of a call, and the calls around it in a list. */
const WINDOW_BYTES = 256 * 1024;

/** Reads parts of a file that only ever grows, at once and a window at a time. */
export interface BodyReader {
  /** Throws when the file is not there, or shorter. */
  read(at: number, length: number): Buffer;
  /** Something was written: what was read ahead may be what a failed write had left there. */
  written(): void;
  /** From here on another file is read. */
  turnTo(path: string): void;
  /** Lets the file go until the next read. */
  close(): void;
}

export function createBodyReader(first: string): BodyReader {
  let path = first;
  let file: number | null = null;
  let from = 0;
  let window = Buffer.alloc(0);

  function close(): void {
    if (file !== null) closeSync(file);
    file = null;
    window = Buffer.alloc(0);
  }

  function fill(at: number, length: number): void {
    file ??= openSync(path, 'r');
    from = at - (at % WINDOW_BYTES);
    const bytes = Buffer.allocUnsafe(Math.max(WINDOW_BYTES, at - from + length));
    let got = 0;
    while (got < bytes.length) {
      const more = readSync(file, bytes, got, bytes.length - got, from + got);
      if (more === 0) break;
      got += more;
    }
    window = bytes.subarray(0, got);
  }

  return {
    read(at, length) {
      if (at < from || at + length > from + window.length) fill(at, length);
      if (at + length > from + window.length) throw new Error('the file is shorter than it was');
      return window.subarray(at - from, at - from + length);
    },
    written: () => void (window = Buffer.alloc(0)),
    turnTo(other) {
      close();
      path = other;
    },
    close,
  };
}
