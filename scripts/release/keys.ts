import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { Problem, say } from '../setup/problem.mjs';

/** Where a build server keeps the key that `--key` would name: its text. */
const KEY_VARIABLE = 'RINGSIDE_RELEASE_KEY';

/** `npm run release:key -- FILE`. The private key goes into the file and nowhere else. Resolves with the exit code. */
export async function makeKey([path, ...rest]: readonly string[]): Promise<number> {
  if (path === undefined || path.startsWith('-') || rest.length > 0) {
    throw new Problem('usage', 'npm run release:key -- FILE: where the private key is to be written');
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const text = privateKey.export({ format: 'pem', type: 'pkcs8' });
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (isCode(error, 'EEXIST'))
      throw new Problem('usage', `${path} is there already: a key is never overwritten`);
    throw error;
  }
  say(`The private key is in ${path}. Keep it off this machine too: without it there are no more updates.`);
  say('The public key, for "keys" of release.json:');
  process.stdout.write(`${publicText(privateKey)}\n`);
  return 0;
}

/** The keys to sign with. @throws {Problem} when there is none, or others can read it */
export async function readKeys(paths: readonly string[]): Promise<readonly KeyObject[]> {
  const texts = await Promise.all(paths.map(readKeyFile));
  const given = process.env[KEY_VARIABLE] ?? '';
  const all = given === '' ? texts : [...texts, given];
  if (all.length === 0) {
    throw new Problem('usage', `nothing to sign with: --key=FILE, or the key itself in ${KEY_VARIABLE}`);
  }
  return all.map(privateKeyOf);
}

/** SPKI in base64, as `release.json` has it. */
export function publicText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

async function readKeyFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Problem('usage', `there is no key in ${path}`);
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new Problem('usage', `others can read ${path}: chmod 600, and think of it as known to them`);
  }
  return await readFile(path, 'utf8');
}

function privateKeyOf(text: string): KeyObject {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without what was in it.
  }
  throw new Problem('usage', 'that is no private Ed25519 key of release:key');
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
