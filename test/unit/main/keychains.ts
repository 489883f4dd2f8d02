import type { Vault } from '../../../src-main/pairing/vault.ts';

/** A keychain that turns every byte over by its own amount: another one does not open what this one sealed. */
export function keychain(turn: number, { again = false } = {}): Vault {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ turn));
  return {
    seal: async (secret) => ({
      backend: 'test',
      secret: turned(Buffer.from(`${turn}:${secret}`)).toString('base64'),
    }),
    async open({ secret }) {
      const text = turned(Buffer.from(secret, 'base64')).toString();
      if (!text.startsWith(`${turn}:`)) throw new Error('not sealed here');
      return { secret: text.slice(`${turn}:`.length), again };
    },
  };
}

/** No keychain at all. */
export const none: Vault = {
  seal: async () => null,
  open: async () => Promise.reject(new Error('no keychain')),
};
