import { PrivateFileError, readPrivateFile, writePrivateFile } from '../files/private-file.ts';
import type { AskedCrm, CrmSecret } from './contract.ts';
import { crmNamedIn, CrmSecretError, crmSecretIn, crmSecretText } from './secret.ts';

/** The system does not let the file be read: that may change without the file. */
export class UnreadableCrmSecret extends CrmSecretError {}

export interface CrmSecretInFile {
  readonly secret: CrmSecret;
  /** Null: it does not say whose it is. */
  readonly crm: AskedCrm | null;
}

/** Null: there is no file, or nothing in it. @throws CrmSecretError that names the file and not what is in it */
export async function readCrmSecretFile(file: string): Promise<CrmSecretInFile | null> {
  try {
    const text = (await readPrivateFile(file)) ?? '';
    const secret = crmSecretIn(text);
    return secret === null ? null : { secret, crm: crmNamedIn(text) };
  } catch (error) {
    if (error instanceof CrmSecretError) throw new CrmSecretError(`${file}: ${error.message}`);
    if (!(error instanceof PrivateFileError)) throw error;
    throw error.mayPass ? new UnreadableCrmSecret(error.message) : new CrmSecretError(error.message);
  }
}

/** Writes the file anew, whole or not at all, and readable by this user alone. @throws the system's error */
export function writeCrmSecretFile(file: string, secret: CrmSecret, crm: AskedCrm): void {
  writePrivateFile(file, crmSecretText(secret, crm));
}
