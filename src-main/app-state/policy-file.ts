import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { DEFAULT_PREFERENCES } from '../../src-shared/preferences/preferences.ts';
import { DEFAULT_POLICY, readPolicy, type Policy } from '../../src-shared/wire/policy.ts';
import { jsonFile } from '../disk/json-file.ts';
import type { Log } from '../log/log.ts';

/** Which pairing a policy was told to. Says nothing about it to whoever reads it. */
export type PairingMark = string & { readonly __brand: 'PairingMark' };

/** The last policy, as it holds without the relay. */
export interface KeptPolicy {
  readonly of: PairingMark;
  /** How long calls are kept was understood: nothing is erased on half knowledge. */
  readonly knowsDays: boolean;
  readonly policy: Policy;
}

/** Keeps the last policy over restarts. Nothing here throws or rejects. */
export interface PolicyFile {
  /** Null: none is kept. */
  read(): KeptPolicy | null;
  keep(kept: KeptPolicy): void;
  erase(): Promise<unknown>;
  /** Resolves when the last one is on disk, or when the disk has failed. */
  settled(): Promise<unknown>;
}

const keptSchema = v.object({
  of: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  knowsDays: v.boolean(),
  policy: v.unknown(),
});

/**
 * The names and addresses of people and lines are left out, so that the file says nothing about anybody and need not
 * wait for a keychain: they come with the first `welcome`, and nothing is locked or erased by them.
 */
export function openPolicyFile(path: string, log: Log): PolicyFile {
  const file = jsonFile(path, keptSchema, 'the admin’s settings', log);
  return {
    read() {
      const kept = file.read();
      if (typeof kept === 'string') return null;
      // Another version of ours may have written it.
      const { value, unread } = readPolicy(kept.policy, {
        policy: DEFAULT_POLICY,
        values: DEFAULT_PREFERENCES,
      });
      const knowsDays = kept.knowsDays && !unread.some(isAboutDays);
      return { of: kept.of as PairingMark, knowsDays, policy: withoutPeople(value) };
    },
    keep: ({ policy, ...kept }) => void file.keep({ ...kept, policy: withoutPeople(policy) }),
    erase: file.erase,
    settled: file.settled,
  };
}

function withoutPeople(policy: Policy): Policy {
  return { ...policy, agents: [], lines: [], ownLines: [] };
}

/** Whether a field that could not be read may have said how long calls are kept. */
export function isAboutDays(field: string): boolean {
  return (
    ['policy', 'app', 'app.fixed', 'app.defaults'].includes(field) ||
    field.startsWith('app.fixed.historyDays') ||
    field.startsWith('app.defaults.historyDays')
  );
}

/** The mark of a pairing; its token is random enough for nobody to find it from this. */
export function markOf({ relay, token }: { readonly relay: URL; readonly token: string }): PairingMark {
  return createHash('sha256').update(`${relay.href}\n${token}`).digest('hex').slice(0, 32) as PairingMark;
}
