import { lookOf, watchFile, type FileWatch } from './file-watch.ts';

/** What a file with a secret says now. */
export interface FollowedSecret<Secret> {
  /** As the file said when it could last be used; null: there is none. */
  current(): Secret | null;
  /** Why the file cannot be used as it is; what it held before goes on. Names no secret. */
  refused(): string | null;
  watch(everyMs: number, listener: SecretListener): FileWatch;
}

export interface SecretListener {
  /** It was given anew, even if it is the same: it may be taken now. */
  changed(): void;
  refused(reason: string): void;
}

/**
 * Follows a file with a secret in it. Never rejects: a relay without that secret is a relay still.
 * @param read throws with a reason that names no secret
 * @param mayPass whether what kept it from being read may end without the file being another
 */
export async function followSecret<Secret>(
  file: string,
  read: (file: string) => Promise<Secret | null>,
  mayPass: (error: unknown) => boolean,
): Promise<FollowedSecret<Secret>> {
  const first = await lookOf(file);
  let current: Secret | null = null;
  let refusal: string | null = null;
  async function takeUp(): Promise<boolean> {
    try {
      current = await read(file);
      refusal = null;
      return true;
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error);
      return !mayPass(error);
    }
  }
  const isSettled = await takeUp();
  return {
    current: () => current,
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
