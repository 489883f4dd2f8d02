import type { StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { HomeState } from '../../src-shared/ipc/home.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import { follow } from './follow.ts';

/** Keeps `store` at the newest state that main told, by its revision. Returns the unsubscribe. */
export function feedPop(bridge: Bridge, store: StoreApi<PopState>): () => void {
  const accept = (state: PopState) => {
    if (state.revision >= store.getState().revision) store.setState(state, true);
  };
  const stop = bridge.on('pop:state', accept);
  const ask = async () => accept(await bridge.request('pop:ready'));
  ask().catch((error: unknown) => reportError(error));
  return stop;
}

/** Keeps `store` at the newest state that main told; null until the first. Returns the unsubscribe. */
export function feedHome<View extends { readonly home: HomeState | null }>(
  bridge: Bridge,
  store: StoreApi<View>,
): () => void {
  const accept = (home: HomeState) => store.setState((view) => ({ ...view, home }));
  return follow(bridge, 'home:state', () => bridge.request('home:ready'), accept).stop;
}
