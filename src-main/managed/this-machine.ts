import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * What tells this machine from others with the same files, as an image that is laid on many leaves it: on Linux the
 * machine's id, on Windows its name in the network. Empty where the system has neither: macOS names itself after the network
 * it is in, and no disk of one is copied to another.
 * https://www.freedesktop.org/software/systemd/man/latest/machine-id.html: not to be told to anybody as it is
 */
export function thisMachine(platform: NodeJS.Platform = process.platform, path = '/etc/machine-id'): string {
  if (platform === 'win32') return hostname().toLowerCase();
  if (platform !== 'linux') return '';
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
