import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { CallsFeed } from '../calls/history-feed.ts';
import type { HomeStore } from './rooms.ts';
import { Rooms } from './shell/Rooms.tsx';
import { PairPage } from './welcome/PairPage.tsx';
import { ProofPage } from './welcome/ProofPage.tsx';

interface Props {
  readonly store: HomeStore;
  readonly calls: CallsFeed;
}

/** Pairing as long as there is none, then its proof, then the rooms. */
export function HomePage({ store, calls }: Props) {
  const home = useStore(store, (view) => view.home);
  const proven = useStore(store, (view) => view.proven);
  const unpaired = home !== null && (home.link.kind === 'unpaired' || home.link.kind === 'revoked');
  useEffect(() => {
    if (unpaired && proven) store.setState({ proven: false });
  }, [store, unpaired, proven]);

  if (home === null) return null;
  const { link } = home;
  if (link.kind === 'unpaired') return <PairPage revokedBy={null} keychain={link.keychain} />;
  if (link.kind === 'revoked') return <PairPage revokedBy={link.relay} />;
  if (home.justPaired && !proven)
    return <ProofPage link={link} onDone={() => store.setState({ proven: true })} />;
  return <Rooms home={home} store={store} calls={calls} />;
}
