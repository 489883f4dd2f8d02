import { readRelayAddress } from '../../src-shared/wire/relay-address.ts';
import type { GivenPairing } from '../pairing/given-pairing.ts';
import type { PairingRefusal } from '../pairing/pairing.ts';
import type { ManagedPolicy } from './managed-policy.ts';

/** Whether a link may pair this computer with a relay; null: it may. */
export function refusedLink({ relay: only, pairing }: ManagedPolicy, relay: URL): PairingRefusal | null {
  if (pairing.by === 'nothing') return { problem: 'policy-unread' };
  if (only !== null && !isSameRelay(only, relay)) return { problem: 'other-relay', relay: only.host };
  return pairing.by === 'device' ? { problem: 'managed' } : null;
}

/** Whether a pairing of before may go on. One that may not is left where it is. */
export function mayGoOn({ relay: only }: ManagedPolicy, relay: URL): boolean {
  return only === null || isSameRelay(only, relay);
}

/** The pairing that is given from outside: the environment's, where the policy allows it, else the policy's own. */
export function givenUnder(
  policy: ManagedPolicy,
  given: GivenPairing,
): { readonly given: GivenPairing; readonly isRefused: boolean } {
  const { relay: only, pairing } = policy;
  const isWhole = given.relay !== undefined && (given.token?.trim() ?? '') !== '';
  const address = readRelayAddress(given.relay ?? '');
  const isAllowed = pairing.by !== 'nothing' && (!address.ok || mayGoOn(policy, address.url));
  if (isWhole && isAllowed && (address.ok || pairing.by !== 'device')) return { given, isRefused: false };
  const isRefused = isWhole && !isAllowed;
  if (pairing.by === 'device' && only !== null)
    return { given: { relay: only.href, token: pairing.token }, isRefused };
  return { given: isRefused ? { relay: undefined, token: undefined } : given, isRefused };
}

/** Whether the admin pairs this computer, so that nobody here ends it. */
export function isPairedByPolicy({ pairing }: ManagedPolicy): boolean {
  return pairing.by === 'device' || pairing.by === 'group';
}

/** A slash at the end of the path means nothing. */
function isSameRelay(one: URL, other: URL): boolean {
  return named(one) === named(other);
}

function named({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/+$/, '');
}
