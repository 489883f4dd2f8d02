import type { KeptBook } from '../book/kept-book.ts';
import type { HomeWindow } from '../home/home-window.ts';
import { agentBehind } from '../../src-shared/wire/policy.ts';
import { followNames, type AppStateStore } from '../app-state/app-state.ts';
import { readByReplies } from './own-replies.ts';
import { createTextsFeed } from './texts-feed.ts';
import { createTexts, type Texts } from './texts.ts';

export interface OpenTextsOptions {
  readonly keptBook: Pick<KeptBook, 'book' | 'kept' | 'onChange'>;
  readonly appState: AppStateStore;
  readonly home: Pick<HomeWindow, 'isMade' | 'push'>;
}

/** The texts, the home window told of what changes in them, and which of them are unread. */
export function openTexts({ keptBook, appState, home }: OpenTextsOptions): {
  readonly texts: Texts;
  close(): void;
} {
  const { book } = keptBook;
  const texts = createTexts({ book, appState: appState.get });
  const feed = createTextsFeed({
    book,
    texts,
    hasWindow: () => home.isMade,
    push: (change) => home.push('texts:changed', change),
  });
  // A book that was kept before unread texts were.
  if (keptBook.kept !== 'waiting' && book.cursor().epoch !== null) book.settleTexts('before');
  /** What a new computer is told is history, not news. */
  const settle = (): void => {
    if (appState.get().link.kind === 'live' && keptBook.kept !== 'waiting') book.settleTexts('all');
  };
  const stops = [
    followNames(appState, feed.allChanged),
    appState.onChange(settle),
    keptBook.onChange(settle),
    readByReplies(book, (address) => {
      const { me, policy } = appState.get();
      return agentBehind(address.toLowerCase(), policy) === me;
    }),
  ];
  return {
    texts,
    close() {
      for (const stop of stops) stop();
      feed.close();
    },
  };
}
