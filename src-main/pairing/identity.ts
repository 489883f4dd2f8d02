import * as v from 'valibot';
import { readRelayAddress } from '../../src-shared/wire/relay-address.ts';
import { jsonFile } from '../disk/json-file.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { GivenPairing } from './given-pairing.ts';
import { sealedSchema, type Vault } from './vault.ts';

/** Which relay this computer belongs to, and its token there. */
export interface Pairing {
  readonly relay: URL;
  readonly token: string;
  /** The journal that gave the token; null: not known, since an older relay or somebody outside did. */
  readonly journal: string | null;
  /** Whom it was paired for; null: not known, since somebody outside or an older version did. */
  readonly agent: string | null;
}

export interface Identity extends Pairing {
  /** Where the token is kept; null: set from outside. */
  readonly kept: 'keychain' | 'memory' | null;
}

/** What an older version did not write, or cannot be read, is not known. */
const name = v.fallback(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), null);
const keptSchema = v.object({
  ...sealedSchema.entries,
  relay: v.pipe(v.string(), v.maxLength(1024)),
  journal: name,
  agent: name,
});
type Kept = v.InferOutput<typeof keptSchema>;
/** On top the pairing of the keychain that was there last; below, those that it does not open. */
const fileSchema = v.object({ ...keptSchema.entries, others: v.optional(v.array(keptSchema)) });
/** Somebody whose desktop makes a new keychain at each start has no use for more. */
const MOST_OTHERS = 12;
/** A keychain that needs longer than this is asking somebody. */
const PATIENCE_MS = 1_000;
/** Another keychain's secret may come out as anything. */
const TOKEN = /^[\x21-\x7e]{1,512}$/;

export interface IdentityStore {
  /** Null: not paired, as far as the keychain at hand tells. Waits for a keychain that asks somebody. */
  load(): Promise<Identity | null>;
  /** A pairing is kept that only another keychain opens. Known once it is loaded. */
  readonly hasOther: boolean;
  /** A keychain that asks somebody is not waited for: the token is in memory until it opens. */
  save(pairing: Pairing): Promise<Identity>;
  /** Erases what is kept. A pairing from outside comes back at the next start. */
  forget(): Promise<void>;
}

export interface IdentityOptions {
  readonly path: string;
  readonly vault: Vault;
  /** Wins over what is kept. */
  readonly given: GivenPairing;
  /** A token that was in memory is kept after all. */
  readonly onKept?: (identity: Identity) => void;
  readonly patienceMs?: number;
  /** Whether this computer may be paired with it: what may not go on is left where it is. */
  readonly mayGoOn?: (relay: URL) => boolean;
  readonly log: Log;
}

/**
 * Remembers the pairing. What is given from outside wins over everything; else the token is on disk, sealed by the system's
 * keychain, readable by this user only. Without a keychain it lives in memory and is gone with the app: never
 * silently in plain text. A token that the keychain at hand does not open is set aside for the one that does.
 */
export function createIdentityStore({ path, vault, given, log, ...options }: IdentityOptions): IdentityStore {
  const { onKept = () => {}, patienceMs = PATIENCE_MS, mayGoOn = () => true } = options;
  const file = jsonFile(path, fileSchema, 'the pairing', log);
  let hasOther = false;
  /** What was saved or forgotten last counts, whenever the keychain answers. */
  let turn = 0;

  async function save(pairing: Pairing): Promise<Identity> {
    turn += 1;
    const mine = turn;
    const keeping = keep(pairing, mine);
    const kept = await Promise.race([keeping, late(patienceMs)]);
    if (kept === 'late') {
      log.warn('the token is kept in memory until the keychain opens');
      void tellLater(keeping, mine, { ...pairing, kept: 'keychain' });
    }
    return { ...pairing, kept: kept === true ? 'keychain' : 'memory' };
  }

  async function tellLater(keeping: Promise<boolean>, mine: number, identity: Identity): Promise<void> {
    if ((await keeping) && mine === turn) onKept(identity);
  }

  async function keep({ relay, token, journal, agent }: Pairing, mine: number): Promise<boolean> {
    let others: Kept[] | null = null;
    try {
      others = await setAside();
      const sealed = await vault.seal(token);
      if (mine !== turn) return false;
      if (sealed === null) log.warn('no keychain: the token is kept in memory only');
      else if (others === null) log.warn('the token is kept in memory only: the file cannot be read now');
      else if (await file.keep({ relay: relay.href, journal, agent, ...sealed, others })) return true;
    } catch (error) {
      log.error('the token could not be sealed', { code: codeOf(error) });
    }
    if (mine === turn && others !== null) await leave(others);
    return false;
  }

  /** What an earlier pairing left of this keychain would come back at the next start; what another one sealed stays. */
  async function leave([first, ...others]: readonly Kept[]): Promise<void> {
    await (first === undefined ? file.erase() : file.keep({ ...first, others }));
  }

  /** What the keychain at hand does not open; null: the disk does not give it now, so nothing may take its place. */
  async function setAside(): Promise<Kept[] | null> {
    const all = kept();
    if (all === null) return null;
    const others: Kept[] = [];
    for (const one of all) if ((await open(one)) === null) others.push(one);
    hasOther = others.length > 0;
    return others.slice(0, MOST_OTHERS);
  }

  /** Newest first; null: the disk does not give it now. */
  function kept(): Kept[] | null {
    const stored = file.read();
    if (stored === 'failed') return null;
    if (typeof stored === 'string') return [];
    const { others = [], ...top } = stored;
    return [top, ...others];
  }

  /** Null: another keychain's, or none that can be used. */
  async function open(one: Kept): Promise<{ identity: Identity; again: boolean } | null> {
    const address = readRelayAddress(one.relay);
    if (!address.ok) return null;
    try {
      const { secret: token, again } = await vault.open(one);
      if (!TOKEN.test(token)) return null;
      const { journal, agent } = one;
      return { identity: { relay: address.url, token, journal, agent, kept: 'keychain' }, again };
    } catch {
      return null;
    }
  }

  async function load(): Promise<Identity | null> {
    const outside = fromOutside(given, log);
    if (outside !== null) return outside;
    const all = kept() ?? [];
    const before = turn;
    let unopened = 0;
    for (const one of all) {
      const opened = await open(one);
      if (opened === null) {
        unopened += 1;
        continue;
      }
      const { identity, again } = opened;
      if (!mayGoOn(identity.relay)) {
        log.warn('the pairing that is kept is with a relay that this computer may not use');
        continue;
      }
      // Forgotten, or paired anew, while the keychain was asking.
      if (before !== turn) return null;
      if (!again && one === all[0]) return identity;
      // The next start finds it on top.
      return await save(identity);
    }
    if (before !== turn) return null;
    hasOther = unopened > 0;
    if (hasOther)
      log.error('the token cannot be read with this keychain: it is set aside', { count: unopened });
    return null;
  }

  async function forget(): Promise<void> {
    turn += 1;
    hasOther = false;
    await file.erase();
  }

  return {
    load,
    save,
    forget,
    get hasOther() {
      return hasOther;
    },
  };
}

function fromOutside(given: GivenPairing, log: Log): Identity | null {
  const token = given.token?.trim() ?? '';
  if (given.relay === undefined || token === '') return null;
  const address = readRelayAddress(given.relay);
  if (!address.ok) log.error('RINGSIDE_RELAY_URL is not used', { problem: address.problem });
  else if (!TOKEN.test(token)) log.error('RINGSIDE_DEVICE_TOKEN is not used', { problem: 'not-a-token' });
  else return { relay: address.url, token, journal: null, agent: null, kept: null };
  return null;
}

function late(ms: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms).unref());
}
