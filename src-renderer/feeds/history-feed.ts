import type { CallKey } from '../../src-shared/brand.ts';
import type { HistoryPage } from '../../src-shared/history/rows.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { prepareSearch } from '../../src-shared/history/search.ts';
import { changeRows, createCallsStore, type CallsStore } from './calls-store.ts';

/** The calls of a page, and where they come from. */
export interface CallsFeed {
  readonly store: CallsStore;
  /** Pulls everything again, after it failed. */
  retry(): void;
  stop(): void;
}

/** Fills a store with the whole history, newest first, and keeps it at what main tells from then on. */
export function feedCalls(bridge: Bridge, store: CallsStore = createCallsStore()): CallsFeed {
  /** What was pushed while pages are under way is newer than what is in them. */
  let pushed = new Set<CallKey>();
  let pulling = 0;

  async function pull(): Promise<void> {
    const turn = (pulling += 1);
    pushed = new Set();
    store.setState({ stage: 'loading' });
    try {
      let after: CallKey | null = null;
      do {
        const page: HistoryPage = await bridge.request('history:page', { after });
        if (turn !== pulling) return;
        prepareSearch(page.rows);
        changeRows(
          store,
          page.rows.filter(({ key }) => !pushed.has(key)),
        );
        after = page.next;
      } while (after !== null);
      store.setState({ stage: 'ready' });
    } catch (error) {
      if (turn === pulling) store.setState({ stage: 'failed' });
      reportError(error);
    }
  }

  const unsubscribe = bridge.on('history:changed', ({ rows, gone, moved }) => {
    for (const { key } of rows) pushed.add(key);
    for (const key of gone) pushed.add(key);
    prepareSearch(rows);
    changeRows(store, rows, gone, moved);
  });
  void pull();
  return {
    store,
    retry: () => void pull(),
    stop() {
      pulling += 1;
      unsubscribe();
    },
  };
}
