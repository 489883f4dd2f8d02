import { NOT_MANAGED, notTaken, type ManagedReading } from './managed-policy.ts';
import { readPolicyValues } from './reading-policy.ts';
import { readTrustedFile } from './trusted-file.ts';

export const LINUX_POLICY = '/etc/ringside/managed.json';

/** Reads the policy file of a computer with Linux. Never throws. */
export function readLinuxPolicy(path = LINUX_POLICY): ManagedReading {
  const file = readTrustedFile(path);
  switch (file.kind) {
    case 'none':
      return NOT_MANAGED;
    case 'refused':
      return notTaken(file.problem);
    case 'here':
      return readPolicyText(file.bytes);
  }
}

/** JSON, with or without a byte order mark. */
export function readPolicyText(bytes: Uint8Array): ManagedReading {
  try {
    return readPolicyValues(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return notTaken({ kind: 'not-readable' });
  }
}
