import type { CallKey } from '../../src-shared/brand.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { prepareSearch } from '../../src-shared/history/search.ts';
import { changeRows, createCallsStore, type CallsStore } from './calls-store.ts';
import { paging } from './paging.ts';

/** The calls of a page, and where they come from. */
export interface CallsFeed {
  readonly store: CallsStore;
  /** Pulls everything again, after it failed. */
  retry(): void;
  stop(): void;
}

/** Fills a store with the whole history, newest first, and keeps it at what main tells from then on. */
export function feedCalls(bridge: Bridge, store: CallsStore = createCallsStore()): CallsFeed {
  const { pull, pushed, stop } = paging({
    ask: (after: CallKey | null) => bridge.request('history:page', { after }),
    keyOf: ({ key }) => key,
    take(rows) {
      prepareSearch(rows);
      changeRows(store, rows);
    },
    onStage: (stage) => store.setState({ stage }),
  });
  const unsubscribe = bridge.on('history:changed', ({ rows, gone, moved }) => {
    pushed([...rows.map(({ key }) => key), ...gone]);
    prepareSearch(rows);
    changeRows(store, rows, gone, moved);
  });
  pull();
  return {
    store,
    retry: pull,
    stop() {
      stop();
      unsubscribe();
    },
  };
}
