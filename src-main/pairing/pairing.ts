import type { PairResult } from '../../src-shared/link/pair-result.ts';
import type { Log } from '../log/log.ts';
import type { Identity, IdentityStore } from './identity.ts';
import { readPairingLink } from '../../src-shared/wire/pairing-link.ts';
import { redeem, type Redeeming } from './redeem.ts';

/** What this computer's admin has against pairing with a relay. */
export type PairingRefusal =
  /** Only that one is allowed: its host. */
  | { readonly problem: 'other-relay'; readonly relay: string }
  /** The admin pairs this computer, or cannot be understood. */
  | { readonly problem: 'managed' | 'policy-unread' };

export interface PairingOptions extends Redeeming {
  readonly store: IdentityStore;
  /** For a link; null: it may pair. */
  readonly refused: (relay: URL) => PairingRefusal | null;
  readonly onPaired: (identity: Identity) => void;
  readonly log: Log;
}

/** Pairs this computer with the relay that a link names. One try at a time; the link is never logged. */
export function createPairing({ store, refused, onPaired, log, ...redeeming }: PairingOptions) {
  let last: Promise<unknown> = Promise.resolve();
  let paired = false;

  async function pairNow(text: string): Promise<PairResult> {
    const link = readPairingLink(text);
    if (!link.ok) return link;
    const refusal = refused(link.relay);
    if (refusal !== null) {
      log.warn('a pairing link is refused', { problem: refusal.problem });
      return { ok: false, ...refusal };
    }
    const redeemed = await redeem(link.relay, link.code, redeeming);
    if (!redeemed.ok) {
      log.warn('pairing failed', { problem: redeemed.problem });
      return redeemed;
    }
    const { token, journal, agent } = redeemed;
    const identity = await store.save({ relay: link.relay, token, journal, agent });
    log.info('paired', { kept: identity.kept });
    paired = true;
    onPaired(identity);
    return { ok: true, agent, stored: identity.kept === 'keychain' ? 'keychain' : 'memory' };
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
