import { createHash, createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

/**
 * Standard Webhooks, the symmetric `v1` scheme: HMAC-SHA256 over `id.timestamp.body`, the body as raw bytes.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export interface Signed {
  /** Header `webhook-id`, as received. */
  readonly id: string;
  /** Header `webhook-timestamp`, as received: seconds since 1970. */
  readonly timestamp: string;
  /** Whole, or in pieces in their order. */
  readonly body: Uint8Array | readonly Uint8Array[];
}

/** A key out of a `whsec_…`. */
export interface Secret {
  readonly key: KeyObject;
  /** Names the secret where it must not be shown: eight hexadecimal digits of a hash, which tell nothing of the key. */
  readonly fingerprint: string;
}

/** A secret that cannot be used. The message never contains it. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

export const TIMESTAMP_TOLERANCE_S = 300;
/** The spec asks for 24 to 64 random bytes. */
const MIN_SECRET_BYTES = 24;
/** A sender signs once per secret that is being rotated: more than this is an attack. */
const MAX_SIGNATURES = 32;
const PREFIX = 'whsec_';

/**
 * Reads `whsec_…` secrets, separated by commas; blank text is none.
 * @throws SecretError when one is empty, not base64 or decodes to fewer than 24 bytes
 */
export function parseSecrets(text: string): Secret[] {
  if (text.trim() === '') return [];
  return text.split(',').map((part, index) => parseSecret(part.trim(), `webhook secret ${index + 1}`));
}

function parseSecret(text: string, name: string): Secret {
  if (!text.startsWith(PREFIX)) throw new SecretError(`${name} does not start with ${PREFIX}`);
  const base64 = text.slice(PREFIX.length);
  if (base64 === '') throw new SecretError(`${name} is empty after ${PREFIX}`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new SecretError(`${name} is not base64 after ${PREFIX}`);
  const key = Buffer.from(base64, 'base64');
  if (key.length < MIN_SECRET_BYTES) {
    throw new SecretError(`${name} has ${key.length} bytes, fewer than ${MIN_SECRET_BYTES}`);
  }
  return { key: createSecretKey(key), fingerprint: fingerprintOf(key) };
}

/** Not the plain hash of the key, in case that one is used for something elsewhere. */
function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256').update('ringside webhook secret:').update(key).digest('hex').slice(0, 8);
}

/** The header value that signs these parts: `v1,<base64>`. */
export function sign(secret: Secret, signed: Signed): string {
  return `v1,${digest(secret, signed)}`;
}

/** Whether `signedBy` finds a secret. */
export function verify(secrets: readonly Secret[], signed: Signed, header: string): boolean {
  return signedBy(secrets, signed, header) !== null;
}

/**
 * The secret that a `v1` signature of the header was made with. Every pair is compared in constant time and none is
 * skipped; other versions are ignored. Null when it is none of them, there is no secret, or no end of signatures.
 */
export function signedBy(secrets: readonly Secret[], signed: Signed, header: string): Secret | null {
  const entries = header.split(' ').filter((entry) => entry.startsWith('v1,'));
  if (entries.length > MAX_SIGNATURES) return null;
  const offered = entries.map((entry) => Buffer.from(entry.slice('v1,'.length)));
  let good: Secret | null = null;
  for (const secret of secrets) {
    const expected = Buffer.from(digest(secret, signed));
    for (const signature of offered) {
      if (signature.length === expected.length && timingSafeEqual(signature, expected)) good = secret;
    }
  }
  return good;
}

/** Whether a timestamp header is at most 300 whole seconds away from `now`, in ms; exactly 300 is still good. */
export function isTimely(timestamp: string, now: number): boolean {
  return Math.abs(Math.floor(now / 1000) - Number(timestamp)) <= TIMESTAMP_TOLERANCE_S;
}

function digest(secret: Secret, { id, timestamp, body }: Signed): string {
  const hmac = createHmac('sha256', secret.key).update(`${id}.${timestamp}.`);
  for (const piece of body instanceof Uint8Array ? [body] : body) hmac.update(piece);
  return hmac.digest('base64');
}
