import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { createSeal } from './seal.ts';

/** What comes before the 32 bytes in PKCS #8. Source: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_BYTES = 44;

/** Where boxes for the owner of a key go. Anybody may know it. */
export function addressOf(key: Buffer): string {
  return createPublicKey(privateOf(key)).export({ format: 'der', type: 'spki' }).toString('base64');
}

/**
 * Closes bytes for whoever has the key of this address: not even the sender opens them again.
 * X25519 with a key pair of its own for each box, HKDF, AES-256-GCM.
 * Throws when it is no address.
 */
export function closeBox(bytes: Uint8Array, address: string): string {
  const to = publicFrom(Buffer.from(address, 'base64'));
  const once = generateKeyPairSync('x25519');
  const from = once.publicKey.export({ format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey: once.privateKey, publicKey: to });
  return Buffer.concat([from, sealOf(shared, from).close(bytes, 'box')]).toString('base64');
}

/** Throws when it was closed for somebody else, or has changed. */
export function openBox(box: string, key: Buffer): Buffer {
  const bytes = Buffer.from(box, 'base64');
  const from = bytes.subarray(0, PUBLIC_BYTES);
  const shared = diffieHellman({ privateKey: privateOf(key), publicKey: publicFrom(from) });
  return sealOf(shared, from).open(bytes.subarray(PUBLIC_BYTES), 'box');
}

function privateOf(key: Buffer): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', key, '', 'ringside address', 32));
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

function publicFrom(der: Buffer): KeyObject {
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

function sealOf(shared: Buffer, from: Buffer) {
  return createSeal(Buffer.from(hkdfSync('sha256', shared, from, 'ringside box', 32)));
}
