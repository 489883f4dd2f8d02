import { execFileSync } from 'node:child_process';
import { NOT_MANAGED, notTaken, type ManagedReading } from './managed-policy.ts';
import type { PolicyProblem } from '../../src-shared/managed/managed-view.ts';
import { readPolicyText } from './linux.ts';
import { systemUser } from './system-user.ts';
import { readTrustedFile } from './trusted-file.ts';

const FOLDER = '/Library/Managed Preferences';
const DOMAIN = 'com.ringside.app.plist';
const PLUTIL = '/usr/bin/plutil';
const PATIENCE_MS = 5_000;

/**
 * Where macOS lays down what a configuration profile forces, the user's before the computer's: only the system writes there,
 * and what a user sets by `defaults` never comes here.
 */
export function macPolicyPlaces(user: string): string[] {
  const own = /^[^/\0]+$/.test(user) && user !== '.' && user !== '..' ? [`${FOLDER}/${user}/${DOMAIN}`] : [];
  return [...own, `${FOLDER}/${DOMAIN}`];
}

/** Reads the managed preferences of a computer with macOS. Never throws. */
export function readMacPolicy(user = systemUser()): ManagedReading {
  for (const path of macPolicyPlaces(user)) {
    const file = readTrustedFile(path);
    if (file.kind === 'refused') return notTaken(file.problem);
    if (file.kind === 'here') return readPlist(file.bytes);
  }
  return NOT_MANAGED;
}

function readPlist(bytes: Buffer): ManagedReading {
  try {
    const json = execFileSync(PLUTIL, ['-convert', 'json', '-o', '-', '--', '-'], {
      input: bytes,
      timeout: PATIENCE_MS,
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return readProfileText(json);
  } catch {
    return notTaken({ kind: 'not-readable' });
  }
}

/** What a profile says, beside which the system may leave what it says of itself: `PayloadUUID` and its like. */
export function readProfileText(json: Uint8Array): ManagedReading {
  const { isManaged, policy, problems } = readPolicyText(json);
  return { isManaged, policy, problems: problems.filter((problem) => !isOfProfile(problem)) };
}

function isOfProfile(problem: PolicyProblem): boolean {
  return problem.kind === 'unknown' && /^Payload[A-Z]\w*$/.test(problem.name);
}
