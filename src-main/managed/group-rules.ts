import { isAgentAddress } from '../../src-shared/managed/agent-address.ts';
import type { GroupFailure } from '../../src-shared/managed/managed-view.ts';
import { USER } from './policy-schema.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Whose computer it is by the policy; null: the agent has to say so, also where the system's user has a name that no
 * address can have.
 */
export function agentOf(pattern: string | null, user: string): string | null {
  if (pattern === null) return null;
  const name = withoutDomain(user);
  if (pattern.includes(USER) && !/^[^\\@"(),:;<>[\]]+$/.test(name)) return null;
  const address = pattern.replaceAll(USER, () => name).toLowerCase();
  return isAgentAddress(address) ? address : null;
}

/** On Linux a user of a domain is `nora@corp.example` to sssd, as realmd sets it up, and `CORP\nora` to winbind. */
function withoutDomain(user: string): string {
  return /^(?:[^\\@]*\\)?([^\\@]+)(?:@[^\\@]*)?$/.exec(user)?.[1] ?? user;
}

/**
 * How long until it is tried again, in ms: what passes by itself soon and then more rarely, what the admin has to mend every
 * quarter of an hour. Never all computers of an office at once.
 * @param tries how many came to nothing before, in a row
 * @param random evenly spread in [0, 1)
 */
export function againAfterMs(what: GroupFailure | 'waiting', tries: number, random: () => number): number {
  const spread = 0.75 + random() / 2;
  if (what === 'waiting') return MINUTE_MS * spread;
  switch (what.problem) {
    case 'unreachable':
      return Math.min(5 * MINUTE_MS, 2 * SECOND_MS * 2 ** Math.min(tries, 10)) * spread;
    case 'too-many':
      return 2 * MINUTE_MS * spread;
    case 'unknown-token':
    case 'expired':
    case 'revoked':
    case 'not-in-group':
    case 'too-many-computers':
    case 'refused':
    case 'not-a-relay':
      return 15 * MINUTE_MS * spread;
  }
}
