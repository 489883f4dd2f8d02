import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { ConnectionLine } from './ConnectionLine.tsx';
import styles from './HomePage.module.css';
import { PairPage } from './PairPage.tsx';

/** Pairing as long as there is none, then the connection and the calls. */
export function HomePage({ store }: { readonly store: StoreApi<{ home: HomeState | null }> }) {
  const home = useStore(store, (state) => state.home);
  if (home === null) return null;
  if (home.link.kind === 'unpaired') return <PairPage revokedBy={null} />;
  if (home.link.kind === 'revoked') return <PairPage revokedBy={home.link.relay} />;
  return (
    <main className={styles['home']}>
      <ConnectionLine link={home.link} tokenKept={home.tokenKept} />
    </main>
  );
}
