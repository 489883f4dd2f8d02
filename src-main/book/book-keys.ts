import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { jsonFile, type JsonFile } from '../disk/json-file.ts';
import { codeOf, type Log } from '../log/log.ts';
import { sealedSchema, type Vault } from '../pairing/vault.ts';
import { KEY_BYTES } from './seal.ts';
import { addressOf, closeBox, openBox } from './sealed-box.ts';

/** Somebody whose desktop makes a new keychain at each start has no use for more. */
const MOST_KEYCHAINS = 12;

/**
 * A key as the keychain that made it sealed it. `address`: what other keychains' keys are closed for, so that this
 * keychain opens them too. `boxes`: this key, closed for other keychains. Versions before wrote neither.
 */
const keptKeySchema = v.object({
  ...sealedSchema.entries,
  address: v.optional(v.string()),
  boxes: v.optional(v.array(v.object({ to: v.string(), box: v.string() }))),
});
type KeptKey = v.InferOutput<typeof keptKeySchema>;
/** On top the key of the keychain that was there last, as versions before have it. */
const fileSchema = v.object({ ...keptKeySchema.entries, others: v.optional(v.array(keptKeySchema)) });
type KeyFile = v.InferOutput<typeof fileSchema>;

/**
 * The keys that the keychain at hand opens: its own first, then those of other keychains that were closed for it.
 * `hasOthers`: there may be books that none of them opens: some key is out of reach, or it had none before.
 * `none`: there is no keychain to trust now, or the disk does not give the keys, so nothing may be written.
 */
export type BookKeys =
  | { readonly kind: 'open'; readonly keys: readonly [Buffer, ...Buffer[]]; readonly hasOthers: boolean }
  | { readonly kind: 'none' };

/**
 * Opens what the keychain at hand can open of the keys in `path`, and makes it a key of its own when it has none. A key
 * that it cannot open stays, for the day when the keychain of that key is back.
 */
export async function openBookKeys(path: string, vault: Vault, log: Log): Promise<BookKeys> {
  const file = keyFile(path, log);
  const stored = file.read();
  // What is sealed with them may be within reach the next time: nothing takes their place.
  if (stored === 'failed') return { kind: 'none' };
  const kept = typeof stored === 'string' ? [] : [withoutOthers(stored), ...(stored.others ?? [])];
  const known = new Map<KeptKey, Buffer>();
  let isChanged = false;
  for (const one of kept) {
    const opened = await open(one, vault);
    if (opened === null) continue;
    known.set(one, opened.key);
    if (!opened.again) continue;
    Object.assign(one, await vault.seal(opened.key.toString('base64')).catch(() => null));
    isChanged = true;
  }
  const direct = [...known.keys()];
  const isMade = direct.length === 0;
  if (isMade) {
    if (kept.length >= MOST_KEYCHAINS) {
      log.error('too many keychains: no more books are begun', { count: kept.length });
      return { kind: 'none' };
    }
    const made = await newKey(vault, log);
    if (made === null) return { kind: 'none' };
    known.set(made.kept, made.key);
    direct.push(made.kept);
    isChanged = true;
  }
  openBoxes(kept, known);
  const ordered = [...direct, ...kept.filter((one) => !direct.includes(one))];
  isChanged = share(ordered, known) || isChanged;
  const [own, ...others] = ordered;
  if (own === undefined) return { kind: 'none' };
  const [first, ...more] = ordered.flatMap((one) => known.get(one) ?? []);
  if (first === undefined) return { kind: 'none' };
  if (isChanged && !(await file.keep({ ...own, ...(others.length === 0 ? {} : { others }) })))
    return { kind: 'none' };
  const hasOthers = isMade || known.size < ordered.length;
  return { kind: 'open', keys: [first, ...more], hasOthers };
}

/**
 * Puts a new key in the place of all of them, so that nobody can read any more what was sealed before.
 * @returns null when the keychain or the disk does not take it: then those before stay
 */
export async function renewBookKeys(path: string, vault: Vault, log: Log): Promise<Buffer | null> {
  const made = await newKey(vault, log);
  return made !== null && (await keyFile(path, log).keep(made.kept)) ? made.key : null;
}

/** Lets go of every key but those that the keychain at hand opens by itself. */
export async function dropOtherKeys(path: string, vault: Vault, log: Log): Promise<void> {
  const file = keyFile(path, log);
  const stored = file.read();
  if (typeof stored === 'string') return;
  const all = [withoutOthers(stored), ...(stored.others ?? [])];
  const opened = await Promise.all(all.map((one) => open(one, vault)));
  const mine = all.filter((_, at) => opened[at] !== null);
  const [own, ...others] = mine.map((one) => ({ ...one, boxes: [] }));
  await (own === undefined ? file.erase() : file.keep({ ...own, others }));
}

function keyFile(path: string, log: Log): JsonFile<KeyFile> {
  return jsonFile<KeyFile>(path, fileSchema, 'the key of the book', log);
}

function withoutOthers({ backend, secret, address, boxes }: KeyFile): KeptKey {
  return { backend, secret, ...(address && { address }), ...(boxes && { boxes }) };
}

async function open(one: KeptKey, vault: Vault): Promise<{ key: Buffer; again: boolean } | null> {
  try {
    const { secret, again } = await vault.open(one);
    const key = Buffer.from(secret, 'base64');
    // Another keychain's secret may come out as anything.
    return key.length === KEY_BYTES && key.toString('base64') === secret ? { key, again } : null;
  } catch {
    return null;
  }
}

async function newKey(vault: Vault, log: Log): Promise<{ key: Buffer; kept: KeptKey } | null> {
  const key = randomBytes(KEY_BYTES);
  try {
    const sealed = await vault.seal(key.toString('base64'));
    return sealed === null ? null : { key, kept: { ...sealed, address: addressOf(key) } };
  } catch (error) {
    log.error('the key of the book could not be sealed', { code: codeOf(error) });
    return null;
  }
}

/** A key that was closed for a known one is known, and may open the next. */
function openBoxes(kept: readonly KeptKey[], known: Map<KeptKey, Buffer>): void {
  for (let before = -1; before < known.size;) {
    before = known.size;
    const keys = new Map([...known.values()].map((key) => [addressOf(key), key]));
    for (const one of kept) {
      if (known.has(one)) continue;
      for (const { to, box } of one.boxes ?? []) {
        const key = keys.get(to);
        const opened = key === undefined ? null : openedBox(box, key);
        if (opened !== null) known.set(one, opened);
      }
    }
  }
}

function openedBox(box: string, key: Buffer): Buffer | null {
  try {
    const opened = openBox(box, key);
    return opened.length === KEY_BYTES ? opened : null;
  } catch {
    return null;
  }
}

/** Closes every known key for every keychain that has an address. @returns whether that changed anything */
function share(kept: readonly KeptKey[], known: ReadonlyMap<KeptKey, Buffer>): boolean {
  let isChanged = false;
  for (const [one, key] of known) {
    if (one.address === undefined) {
      one.address = addressOf(key);
      isChanged = true;
    }
  }
  const addresses = kept.flatMap(({ address }) => address ?? []);
  for (const [one, key] of known) {
    const boxes = one.boxes ?? [];
    const missing = addresses.filter((to) => to !== one.address && !boxes.some((box) => box.to === to));
    const added = missing.flatMap((to) => boxFor(key, to));
    if (added.length === 0) continue;
    one.boxes = [...boxes, ...added];
    isChanged = true;
  }
  return isChanged;
}

function boxFor(key: Buffer, to: string): { to: string; box: string }[] {
  try {
    return [{ to, box: closeBox(key, to) }];
  } catch {
    // No address: that costs itself.
    return [];
  }
}
