import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NOT_MANAGED, notTaken, type ManagedReading } from './managed-policy.ts';
import { readPolicyValues } from './reading-policy.ts';
import { readRegistryText, subKeysIn } from './registry-text.ts';
import { policyOfRegistry } from './registry-values.ts';

const POLICIES = 'Software\\Policies';
const KEY = 'Ringside';
const PATIENCE_MS = 5_000;

/** Asks for a key; throws when that fails. */
export type RegistryQuery = (key: string, options: readonly string[]) => string;

/**
 * Reads the policies of a computer with Windows. First which policies there are, since a key that is missing and a registry
 * that may not be asked look the same otherwise. Never throws.
 */
export function readWindowsPolicy(query: RegistryQuery = askRegistry): ManagedReading {
  try {
    const key = subKeysIn(query(POLICIES, []), POLICIES).find(
      (name) => name.toLowerCase() === KEY.toLowerCase(),
    );
    if (key === undefined) return NOT_MANAGED;
    const path = `${POLICIES}\\${KEY}`;
    return readPolicyValues(policyOfRegistry(readRegistryText(query(path, ['/s']), path)));
  } catch {
    return notTaken({ kind: 'unreachable' });
  }
}

/** The system's own program by its own path, without a shell. */
function askRegistry(key: string, options: readonly string[]): string {
  return execFileSync(
    registryProgram(process.env['SystemRoot'], existsSync),
    ['query', `HKLM\\${key}`, ...options, '/reg:64'],
    {
      encoding: 'latin1',
      timeout: PATIENCE_MS,
      windowsHide: true,
      maxBuffer: 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
}

/**
 * The system's own `reg.exe`. Windows is seldom on another drive than C; which one, only the environment says, which its user
 * can write, and so lead to a program of their own: it is asked only where there is none on C.
 */
export function registryProgram(systemRoot: string | undefined, exists: (path: string) => boolean): string {
  const [, drive = 'C'] = /^([a-z]):\\windows$/i.exec(systemRoot ?? '') ?? [];
  return exists(programOn('C')) ? programOn('C') : programOn(drive);
}

function programOn(drive: string): string {
  return `${drive}:\\Windows\\System32\\reg.exe`;
}
