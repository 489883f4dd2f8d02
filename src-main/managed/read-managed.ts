import { LINUX_POLICY, readLinuxPolicy } from './linux.ts';
import { macPolicyPlaces, readMacPolicy } from './mac.ts';
import { NOT_MANAGED, type ManagedReading } from './managed-policy.ts';
import { readWindowsPolicy } from './windows.ts';

/** Reads what the admin of this computer has decided, in the place that this system has for it. Never throws. */
export function readManaged(platform: NodeJS.Platform = process.platform): ManagedReading {
  switch (platform) {
    case 'linux':
      return readLinuxPolicy();
    case 'darwin':
      return readMacPolicy();
    case 'win32':
      return readWindowsPolicy();
    default:
      return NOT_MANAGED;
  }
}

/** That place, for people. */
export function managedPlace(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return 'HKLM\\Software\\Policies\\Ringside';
  return platform === 'darwin' ? (macPolicyPlaces('').at(-1) ?? '') : LINUX_POLICY;
}
