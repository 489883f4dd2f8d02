import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { HomeState } from '../../src-shared/ipc/home.ts';
import { PRODUCT } from '../../src-shared/product.ts';
import type { CallsFeed } from '../feeds/history-feed.ts';
import type { TextsFeed } from '../feeds/texts-feed.ts';
import type { HomeStore } from './rooms.ts';
import { Boundary } from '../bounds/Boundary.tsx';
import { notDrawn } from './NotDrawn.tsx';
import { KeptAwayNote } from './shell/KeptAwayNote.tsx';
import { OfflineNote } from './shell/OfflineNote.tsx';
import { Rooms } from './shell/Rooms.tsx';
import styles from './HomePage.module.css';
import { GroupPage } from './welcome/GroupPage.tsx';
import { PairPage } from './welcome/PairPage.tsx';
import { ProofPage } from './welcome/ProofPage.tsx';
import { ProxySignIn } from './ProxySignIn.tsx';

interface Props {
  readonly store: HomeStore;
  readonly calls: CallsFeed;
  readonly texts: TextsFeed;
}

/** Pairing as long as there is none, then its proof, then the rooms; above them what a proxy on the way asks. */
export function HomePage({ store, calls, texts }: Props) {
  const home = useStore(store, (view) => view.home);
  const unpaired = home !== null && (home.link.kind === 'unpaired' || home.link.kind === 'revoked');
  const proven = useStore(store, (view) => view.proven);
  useEffect(() => {
    if (unpaired && proven) store.setState({ proven: false });
  }, [store, unpaired, proven]);

  if (home === null) return null;
  const proving = !unpaired && home.justPaired && !proven;
  return (
    <div className={styles['home']}>
      {home.proxy === null ? null : <ProxySignIn key={home.proxy.proxy} question={home.proxy} />}
      {proving ? (
        <header>
          <OfflineNote link={home.link} />
          <KeptAwayNote kept={home.link.kind === 'live' ? home.keptAway : null} />
        </header>
      ) : null}
      <div className={styles['under']}>
        <Boundary part="welcome" of={home} instead={notDrawn(PRODUCT)}>
          {proving ? (
            <ProofPage link={home.link} onDone={() => store.setState({ proven: true })} />
          ) : (
            <Page home={home} store={store} calls={calls} texts={texts} />
          )}
        </Boundary>
      </div>
    </div>
  );
}

function Page({ home, store, calls, texts }: Props & { readonly home: HomeState }) {
  const { link, managed } = home;
  const step = managed?.step ?? null;
  if (managed !== null && step !== null) return <GroupPage managed={managed} step={step} />;
  if (link.kind === 'unpaired')
    return <PairPage revokedBy={null} keychain={link.keychain} managed={home.managed} />;
  if (link.kind === 'revoked') return <PairPage revokedBy={link.relay} managed={home.managed} />;
  return <Rooms home={home} store={store} calls={calls} texts={texts} />;
}
