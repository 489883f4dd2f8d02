import type { WebhookId } from '../../src-shared/brand.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { paging } from './paging.ts';
import { changeTexts, createTextsStore, type TextsStore } from './texts-store.ts';

/** The texts of a page, and where they come from. */
export interface TextsFeed {
  readonly store: TextsStore;
  /** Pulls all of them, once: nobody may ever ask. */
  begin(): void;
  /** Pulls everything again, after it failed. */
  retry(): void;
  stop(): void;
}

/** Fills a store with all texts when they are first asked for, newest first, and keeps it at what main tells from then on. */
export function feedTexts(bridge: Bridge, store: TextsStore = createTextsStore()): TextsFeed {
  const { pull, pushed, stop } = paging({
    ask: (after: WebhookId | null) => bridge.request('texts:page', { after }),
    keyOf: ({ id }) => id,
    take: (rows) => changeTexts(store, rows),
    onStage: (stage) => store.setState({ stage }),
  });
  const unsubscribe = bridge.on('texts:changed', ({ rows, gone }) => {
    if (store.getState().stage === 'idle') return;
    pushed([...rows.map(({ id }) => id), ...gone]);
    changeTexts(store, rows, gone);
  });
  return {
    store,
    begin() {
      if (store.getState().stage === 'idle') pull();
    },
    retry: pull,
    stop() {
      stop();
      unsubscribe();
    },
  };
}
