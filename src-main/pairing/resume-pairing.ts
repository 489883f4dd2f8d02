import type { AppStateStore } from '../app-state/app-state.ts';
import type { Identity, IdentityStore } from './identity.ts';

/** A keychain that needs longer than this is asking somebody. */
const PATIENCE_MS = 1_000;

export interface ResumePairingOptions {
  readonly store: Pick<IdentityStore, 'hasOther'>;
  /** What `store` has, or will have once the keychain opens. */
  readonly loading: Promise<Identity | null>;
  readonly isPaired: () => boolean;
  readonly use: (stored: Identity) => void;
  readonly appState: Pick<AppStateStore, 'belongTo' | 'setLink'>;
  /** Shows the agent why there is to wait. */
  readonly show: () => void;
  /** There is no pairing, as far as the keychain tells. */
  readonly onUnpaired: () => void;
}

/** Goes on with the pairing of before, as soon as the keychain gives it: the rest of the app does not wait for that. */
export async function resumePairing(options: ResumePairingOptions): Promise<void> {
  const { store, loading, isPaired, use, appState, show, onUnpaired } = options;
  const stored = await Promise.race([loading, late(PATIENCE_MS)]);
  if (stored !== 'late') return settle(stored);
  appState.setLink({ kind: 'unpaired', keychain: 'asking' });
  show();
  void loading.then(settle);

  function settle(found: Identity | null): void {
    // Paired anew while the keychain was asking.
    if (isPaired()) return;
    if (found !== null) return use(found);
    appState.belongTo(null);
    appState.setLink(store.hasOther ? { kind: 'unpaired', keychain: 'other' } : { kind: 'unpaired' });
    onUnpaired();
  }
}

function late(ms: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms));
}
