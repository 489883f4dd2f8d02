import { lookOf, watchFile, type FileWatch } from '../files/file-watch.ts';
import type { AskedCrm, CrmSecret } from './contract.ts';
import { readCrmSecretFile, UnreadableCrmSecret, type CrmSecretInFile } from './secret-file.ts';

export interface KeptCrmSecret {
  readonly secret: CrmSecret;
  /** The CRM that it is of, and is given to alone; null: that is not said. */
  readonly crm: AskedCrm | null;
  /** The environment is read once, and goes first; the file is followed. */
  readonly from: 'environment' | 'file';
}

/** The secret that the CRM is asked with now. */
export interface CrmSecretKeeper {
  /** Null: there is none. */
  current(): KeptCrmSecret | null;
  /** Why the file cannot be used as it is; what it held before goes on. Names no secret. */
  refused(): string | null;
  watch(everyMs: number, listener: CrmSecretListener): FileWatch;
}

export interface CrmSecretListener {
  /** It was given anew, even if it is the same: it may be taken now. */
  changed(): void;
  refused(reason: string): void;
}

/** Keeps the environment's secret, or else the file's. Never rejects: a relay without its CRM is one still. */
export async function keepCrmSecret(environment: CrmSecret | null, file: string): Promise<CrmSecretKeeper> {
  const first = await lookOf(file);
  let fromFile: CrmSecretInFile | null = null;
  let refusal: string | null = null;
  async function takeUp(): Promise<boolean> {
    try {
      fromFile = await readCrmSecretFile(file);
      refusal = null;
      return true;
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error);
      return !(error instanceof UnreadableCrmSecret);
    }
  }
  const isSettled = await takeUp();
  return {
    current: () => {
      if (environment !== null) return { secret: environment, crm: null, from: 'environment' };
      return fromFile === null ? null : { ...fromFile, from: 'file' };
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
