import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Made for these tests: they protect nothing. Fixed, so that packages with them are made once. */
const FIRST = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIOQna658WVrxJexdMPEC8rsfz1LGg3AxOUgAWBpxVzA1
-----END PRIVATE KEY-----`;
const SECOND = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIBFtRfLGgHQ4QfH/GocQ3HH0PXDTBAFIha0gNiBPu8xd
-----END PRIVATE KEY-----`;

export interface Pair {
  readonly key: KeyObject;
  /** As `release.json` has it. */
  readonly spki: string;
}

export const OLD = pairOf(FIRST);
export const NEW = pairOf(SECOND);

function pairOf(pem: string): Pair {
  const spki = createPublicKey(pem).export({ format: 'der', type: 'spki' }).toString('base64');
  return { key: createPrivateKey(pem), spki };
}
