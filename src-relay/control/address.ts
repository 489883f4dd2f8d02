import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the folder's relay listens. The tables of several relays cannot say which of a machine's this one is, nor anything while
 * PostgreSQL is away.
 */
function addressFile(folder: string): string {
  return join(folder, 'control.address');
}

/** In a folder that cannot be written, nobody finds it: no reason not to start. */
export function keepAddress(folder: string, url: string, trouble: (error: unknown) => void): void {
  try {
    writeFileSync(addressFile(folder), url, { mode: 0o600 });
  } catch (error) {
    trouble(error);
  }
}

/** Null when none has run there, or it is not for this user to read. */
export function keptAddress(folder: string): string | null {
  try {
    const url = readFileSync(addressFile(folder), 'utf8').trim();
    return URL.canParse(url) ? url : null;
  } catch {
    return null;
  }
}
