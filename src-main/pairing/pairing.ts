import type { PairResult } from '../../src-shared/ipc/contract.ts';
import type { Log } from '../log.ts';
import type { Identity, IdentityStore } from './identity.ts';
import { readPairingLink } from './pairing-link.ts';
import { redeem } from './redeem.ts';

export interface PairingOptions {
  readonly store: IdentityStore;
  /** What the admin will see this computer as. */
  readonly device: string;
  readonly onPaired: (identity: Identity) => void;
  readonly log: Log;
}

/** Pairs this computer with the relay that a link names. One try at a time; the link is never logged. */
export function createPairing({ store, device, onPaired, log }: PairingOptions) {
  let last: Promise<unknown> = Promise.resolve();
  let paired = false;

  async function pairNow(text: string): Promise<PairResult> {
    const link = readPairingLink(text);
    if (!link.ok) return link;
    const redeemed = await redeem(link.relay, link.code, device);
    if (!redeemed.ok) {
      log.warn('pairing failed', { problem: redeemed.problem });
      return redeemed;
    }
    const identity = await store.save(link.relay, redeemed.token);
    log.info('paired', { kept: identity.kept });
    paired = true;
    onPaired(identity);
    return { ok: true, agent: redeemed.agent, stored: identity.kept === 'keychain' ? 'keychain' : 'memory' };
  }

  return {
    pair(text: string): Promise<PairResult> {
      const result = last.then(() => pairNow(text));
      last = result.catch(() => {});
      return result;
    },
    /** Whether it has, since the app was started. */
    hasPaired: () => paired,
  };
}
