import type { Log } from '../log.ts';
import type { GivenPairing } from './given-pairing.ts';
import { createIdentityStore, type Identity, type IdentityStore } from './identity.ts';
import type { Vault } from './vault.ts';

/** The pairing as this user's keychain, or the environment, keeps it. */
export function systemIdentityStore(
  path: string,
  vault: Vault,
  given: GivenPairing,
  onKept: (identity: Identity) => void,
  log: Log,
): IdentityStore {
  return createIdentityStore({ path, vault, given, onKept, log });
}
