import { stat } from 'node:fs/promises';

/** What a file looks like from outside. It is another one after every change to the file, or to who may read it. */
export type FileLook = string & { readonly __brand: 'FileLook' };

export const MISSING = 'missing' as FileLook;

/** Never rejects: a file that cannot be looked at has a look of its own. */
export async function lookOf(file: string): Promise<FileLook> {
  try {
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mode, mtimeNs, ctimeNs].join(' ') as FileLook;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT' || code === 'ENOTDIR' ? MISSING : (`cannot: ${code}` as FileLook);
  }
}

export interface WatchedFile {
  readonly file: string;
  /** Its look before it was read first. */
  readonly first: FileLook;
  readonly everyMs: number;
  /**
   * Takes up what is there now. Resolves with false when it could not be read, although it may be readable the next time
   * without having changed: then it is called again at every look.
   */
  readonly takeUp: (isMissing: boolean) => Promise<boolean>;
}

export interface FileWatch {
  /** Looks now rather than at the next turn. */
  look(): void;
  stop(): void;
}

/**
 * Looks every `everyMs` whether a file is another one. Polling also sees files that an editor or an orchestrator swaps by
 * renaming, which watching a file does not on every system.
 */
export function watchFile({ file, first, everyMs, takeUp }: WatchedFile): FileWatch {
  let known = first;
  let settled = true;
  let looking = false;
  async function look(): Promise<void> {
    const now = await lookOf(file);
    if (known === now && settled) return;
    settled = await takeUp(now === MISSING);
    // Only now: what changed meanwhile is read again.
    known = now;
  }
  function tick(): void {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }
  tick();
  const timer = setInterval(tick, everyMs);
  return { look: tick, stop: () => clearInterval(timer) };
}
