import { lookOf, watchFile, type FileWatch } from '../files/file-watch.ts';
import { SecretError, type Secret } from './signature.ts';
import { readSecretsFile } from './secrets-file.ts';

/** A secret that is in force. */
export interface KeptSecret {
  readonly secret: Secret;
  /** The environment (or a flag) is read once; the file is followed. */
  readonly from: 'environment' | 'file';
}

/** The webhook secrets that are in force now. */
export interface SecretKeeper {
  current(): readonly Secret[];
  kept(): readonly KeptSecret[];
  /** Why the file cannot be used as it is; what it held before goes on. Names no secret. */
  refused(): string | null;
  watch(everyMs: number, listener: SecretsListener): FileWatch;
}

export interface SecretsListener {
  /** Other secrets are in force from now on. */
  changed(secrets: readonly Secret[]): void;
  refused(reason: string): void;
}

/**
 * Keeps the secrets of the environment together with those of a file, which can change while the relay runs.
 * @throws SecretError when the file cannot be used
 */
export async function keepSecrets(environment: readonly Secret[], file: string): Promise<SecretKeeper> {
  const first = await lookOf(file);
  let fromFile = await secretsOf(file);
  let kept = together();
  let current = kept.map(({ secret }) => secret);
  let refusal: string | null = null;

  function together(): KeptSecret[] {
    const all = [
      ...environment.map((secret): KeptSecret => ({ secret, from: 'environment' })),
      ...fromFile.map((secret): KeptSecret => ({ secret, from: 'file' })),
    ];
    const seen = new Set<string>();
    return all.filter(({ secret }) => {
      const isNew = !seen.has(keyOf(secret));
      seen.add(keyOf(secret));
      return isNew;
    });
  }

  return {
    current: () => current,
    kept: () => kept,
    refused: () => refusal,
    watch: (everyMs, listener) =>
      watchFile({
        file,
        first,
        everyMs,
        takeUp: async () => {
          try {
            fromFile = await secretsOf(file);
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            if (reason !== refusal) listener.refused(reason);
            refusal = reason;
            return !(error instanceof UnreadableSecrets);
          }
          refusal = null;
          const before = current;
          kept = together();
          current = kept.map(({ secret }) => secret);
          if (before.map(keyOf).join() !== current.map(keyOf).join()) listener.changed(current);
          return true;
        },
      }),
  };
}

/** The system does not let the file be read: that may change without the file. */
class UnreadableSecrets extends SecretError {}

async function secretsOf(file: string): Promise<Secret[]> {
  try {
    return await readSecretsFile(file);
  } catch (error) {
    if (error instanceof SecretError) throw new SecretError(`${file}: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UnreadableSecrets(`${file}: cannot be read (${code})`);
  }
}

function keyOf({ key }: Secret): string {
  return key.export().toString('hex');
}
