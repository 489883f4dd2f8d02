import { lookOf, watchFile, type FileWatch } from '../files/file-watch.ts';
import { PrivateFileError, readPrivateFile } from '../files/private-file.ts';
import { ApiKeyError, apiKeyIn } from './key.ts';

export interface KeptApiKey {
  readonly key: string;
  /** The environment is read once, and goes first; the file is followed. */
  readonly from: 'environment' | 'file';
}

/** The key that Allo's API is asked with now. */
export interface ApiKeyKeeper {
  /** Null: there is none, and Allo is not asked. */
  current(): KeptApiKey | null;
  /** Why the file cannot be used as it is; what it held before goes on. Names no key. */
  refused(): string | null;
  watch(everyMs: number, listener: ApiKeyListener): FileWatch;
}

export interface ApiKeyListener {
  /** It was given anew, even if it is the same: it may be taken now. */
  changed(): void;
  refused(reason: string): void;
}

/** Keeps the environment's key, or else the file's. Never rejects: a relay without one is a relay still. */
export async function keepApiKey(environment: string | null, file: string): Promise<ApiKeyKeeper> {
  const first = await lookOf(file);
  let fromFile: string | null = null;
  let refusal: string | null = null;
  async function takeUp(): Promise<boolean> {
    try {
      fromFile = apiKeyIn((await readPrivateFile(file)) ?? '');
      refusal = null;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refusal = error instanceof ApiKeyError ? `${file}: ${reason}` : reason;
      return !(error instanceof PrivateFileError && error.mayPass);
    }
    return true;
  }
  const isSettled = await takeUp();
  return {
    current: () => {
      if (environment !== null) return { key: environment, from: 'environment' };
      return fromFile === null ? null : { key: fromFile, from: 'file' };
    },
    refused: () => refusal,
    watch: (everyMs, listener) => {
      if (refusal !== null) listener.refused(refusal);
      return watchFile({
        file,
        // One that could not be read may be, without being another.
        first: isSettled ? first : (`${first} unread` as typeof first),
        everyMs,
        takeUp: async () => {
          const before = refusal;
          const isDone = await takeUp();
          if (refusal === null) listener.changed();
          else if (refusal !== before) listener.refused(refusal);
          return isDone;
        },
      });
    },
  };
}
