import { followSecret, type FollowedSecret } from '../files/followed-secret.ts';
import type { AskedCrm, CrmSecret } from './contract.ts';
import { readCrmSecretFile, UnreadableCrmSecret } from './secret-file.ts';

export interface KeptCrmSecret {
  readonly secret: CrmSecret;
  /** The CRM that it is of, and is given to alone; null: that is not said. */
  readonly crm: AskedCrm | null;
  /** The environment is read once, and goes first; the file is followed. */
  readonly from: 'environment' | 'file';
}

/** The secret that the CRM is asked with now; null: there is none. */
export type CrmSecretKeeper = FollowedSecret<KeptCrmSecret>;

/** Keeps the environment's secret, or else the file's. Never rejects: a relay without its CRM is one still. */
export async function keepCrmSecret(environment: CrmSecret | null, file: string): Promise<CrmSecretKeeper> {
  const kept = await followSecret<KeptCrmSecret>(
    file,
    async (path) => {
      const secret = await readCrmSecretFile(path);
      return secret === null ? null : { ...secret, from: 'file' };
    },
    (error) => error instanceof UnreadableCrmSecret,
  );
  if (environment === null) return kept;
  return { ...kept, current: () => ({ secret: environment, crm: null, from: 'environment' }) };
}
