import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the journal's folder, for this user alone, when it is missing.
 * @throws Error of the system, which says when the disk is read-only or the folder somebody else's
 */
export function makeFolder(folder: string): void {
  // Asked first, because on a read-only disk mkdir only says that something is missing.
  accessSync(nearestThere(folder), constants.W_OK);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

function nearestThere(folder: string): string {
  const parent = dirname(folder);
  return existsSync(folder) || parent === folder ? folder : nearestThere(parent);
}
