import * as v from 'valibot';
import { readRelayAddress } from '../../src-shared/wire/relay-address.ts';
import { jsonFile } from '../disk/json-file.ts';
import { codeOf, type Log } from '../log.ts';
import { sealedSchema, type Vault } from './vault.ts';

/** Which relay this computer belongs to, and its token there. */
export interface Identity {
  readonly relay: URL;
  readonly token: string;
  /** Where the token is kept; null: set from outside. */
  readonly kept: 'keychain' | 'memory' | null;
}

const fileSchema = v.object({
  ...sealedSchema.entries,
  relay: v.pipe(v.string(), v.maxLength(1024)),
});

export interface IdentityStore {
  /** Null: not paired. */
  load(): Promise<Identity | null>;
  save(relay: URL, token: string): Promise<Identity>;
  /** Erases what is kept. A pairing from outside comes back at the next start. */
  forget(): Promise<void>;
}

export interface IdentityOptions {
  readonly path: string;
  readonly vault: Vault;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

/**
 * Remembers the pairing. The environment wins over everything; else the token is on disk, sealed by the system's
 * keychain, readable by this user only. Without a keychain it lives in memory and is gone with the app: never
 * silently in plain text.
 */
export function createIdentityStore({ path, vault, env, log }: IdentityOptions): IdentityStore {
  const file = jsonFile(path, fileSchema, 'the pairing', log);

  async function save(relay: URL, token: string): Promise<Identity> {
    try {
      const sealed = await vault.seal(token);
      if (sealed === null) log.warn('no keychain: the token is kept in memory only');
      else if (await file.keep({ relay: relay.href, ...sealed })) return { relay, token, kept: 'keychain' };
    } catch (error) {
      log.error('the token could not be sealed', { code: codeOf(error) });
    }
    // What an earlier pairing left would come back at the next start.
    await file.erase();
    return { relay, token, kept: 'memory' };
  }

  async function load(): Promise<Identity | null> {
    const outside = fromEnvironment(env, log);
    if (outside !== null) return outside;
    const stored = file.read();
    if (typeof stored === 'string') return null;
    const address = readRelayAddress(stored.relay);
    if (!address.ok) return null;
    try {
      const { secret, again } = await vault.open(stored);
      if (again) return await save(address.url, secret);
      return { relay: address.url, token: secret, kept: 'keychain' };
    } catch (error) {
      log.error('the token cannot be read back: pair again', { code: codeOf(error) });
      return null;
    }
  }

  async function forget(): Promise<void> {
    await file.erase();
  }

  return { load, save, forget };
}

/** `RINGSIDE_RELAY_URL` with `RINGSIDE_DEVICE_TOKEN`, for managed installs and tests. */
function fromEnvironment(env: IdentityOptions['env'], log: Log): Identity | null {
  const relay = env['RINGSIDE_RELAY_URL'];
  const token = env['RINGSIDE_DEVICE_TOKEN'];
  if (relay === undefined || token === undefined || token === '') return null;
  const address = readRelayAddress(relay);
  if (address.ok) return { relay: address.url, token, kept: null };
  log.error('RINGSIDE_RELAY_URL is not used', { problem: address.problem });
  return null;
}
