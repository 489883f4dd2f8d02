import type { WebhookId } from '../../src-shared/brand.ts';
import type { Bridge } from '../../src-shared/ipc/contract.ts';
import type { TextPage } from '../../src-shared/texts/rows.ts';
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
  /** What was pushed while pages are under way is newer than what is in them. */
  let pushed = new Set<WebhookId>();
  let pulling = 0;

  async function pull(): Promise<void> {
    const turn = (pulling += 1);
    pushed = new Set();
    store.setState({ stage: 'loading' });
    try {
      let after: WebhookId | null = null;
      do {
        const page: TextPage = await bridge.request('texts:page', { after });
        if (turn !== pulling) return;
        changeTexts(
          store,
          page.rows.filter(({ id }) => !pushed.has(id)),
        );
        after = page.next;
      } while (after !== null);
      store.setState({ stage: 'ready' });
    } catch (error) {
      if (turn === pulling) store.setState({ stage: 'failed' });
      reportError(error);
    }
  }

  const unsubscribe = bridge.on('texts:changed', ({ rows, gone }) => {
    if (store.getState().stage === 'idle') return;
    for (const { id } of rows) pushed.add(id);
    for (const id of gone) pushed.add(id);
    changeTexts(store, rows, gone);
  });
  return {
    store,
    begin() {
      if (store.getState().stage === 'idle') void pull();
    },
    retry: () => void pull(),
    stop() {
      pulling += 1;
      unsubscribe();
    },
  };
}
