import { followSecret, type FollowedSecret } from '../files/followed-secret.ts';
import { PrivateFileError, readPrivateFile } from '../files/private-file.ts';
import { ApiKeyError, apiKeyIn } from './key.ts';

export interface KeptApiKey {
  readonly key: string;
  /** The environment is read once, and goes first; the file is followed. */
  readonly from: 'environment' | 'file';
}

/** The key that Allo's API is asked with now; null: there is none, and Allo is not asked. */
export type ApiKeyKeeper = FollowedSecret<KeptApiKey>;

/** Keeps the environment's key, or else the file's. Never rejects: a relay without one is a relay still. */
export async function keepApiKey(environment: string | null, file: string): Promise<ApiKeyKeeper> {
  const kept = await followSecret<KeptApiKey>(
    file,
    readApiKey,
    (error) => error instanceof PrivateFileError && error.mayPass,
  );
  if (environment === null) return kept;
  return { ...kept, current: () => ({ key: environment, from: 'environment' }) };
}

async function readApiKey(file: string): Promise<KeptApiKey | null> {
  try {
    const key = apiKeyIn((await readPrivateFile(file)) ?? '');
    return key === null ? null : { key, from: 'file' };
  } catch (error) {
    throw error instanceof ApiKeyError ? new ApiKeyError(`${file}: ${error.message}`) : error;
  }
}
