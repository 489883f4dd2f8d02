import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whoever may read the data folder may ask the relay how it is: the word for it lies there, new with every start. */
function tokenFile(folder: string): string {
  return join(folder, 'control.token');
}

/** Null when the folder cannot be written: nobody is told anything then, which is no reason not to start. */
export function controlToken(folder: string, trouble: (error: unknown) => void): string | null {
  const token = randomBytes(32).toString('base64url');
  const file = tokenFile(folder);
  try {
    // Not into a file that somebody else may hold open, or may read.
    rmSync(file, { force: true });
    writeFileSync(file, token, { mode: 0o600, flag: 'wx' });
    return token;
  } catch (error) {
    trouble(error);
    return null;
  }
}

/** Null when there is none, or it is not for this user to read. */
export function controlTokenIn(folder: string): string | null {
  try {
    return readFileSync(tokenFile(folder), 'utf8');
  } catch {
    return null;
  }
}
