import { safeStorage } from 'electron';
import type { Log } from '../log.ts';
import { createIdentityStore, type IdentityStore } from './identity.ts';
import { createVault } from './vault.ts';

/** The pairing as this user's keychain, or the environment, keeps it. */
export function systemIdentityStore(path: string, log: Log): IdentityStore {
  return createIdentityStore({
    path,
    vault: createVault(safeStorage, process.platform),
    env: process.env,
    log,
  });
}
