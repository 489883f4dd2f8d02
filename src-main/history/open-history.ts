import { createRowView, type CardSources, type CardView, type RowSources } from '../card/card-view.ts';
import type { CallBook } from '../book/call-book.ts';
import type { PhaseClock } from '../book/phase-clock.ts';
import type { HomeWindow } from '../home/home-window.ts';
import { followNames, type AppStateStore } from '../app-state/app-state.ts';
import { createHistoryFeed } from './history-feed.ts';
import { createHistory, type History } from './history.ts';

export interface OpenHistoryOptions {
  readonly book: CallBook;
  readonly appState: AppStateStore;
  readonly view: CardView;
  readonly known: RowSources;
  readonly partsOf: CardSources['partsOf'];
  readonly phases: Pick<PhaseClock, 'onTurn'>;
  readonly home: Pick<HomeWindow, 'isMade' | 'push' | 'carefulRows'>;
}

/** The history, and the home window told of what changes in it. */
export function openHistory(options: OpenHistoryOptions): { readonly history: History; close(): void } {
  const { book, appState, view, known, partsOf, phases, home } = options;
  const history = createHistory({ book, appState: appState.get, view, rowView: createRowView(known) });
  const feed = createHistoryFeed({
    book,
    history,
    hasWindow: () => home.isMade,
    otherParts: (key) => {
      const call = book.call(key);
      return call === null ? [] : partsOf(call).flatMap((part) => (part.key === key ? [] : part.key));
    },
    push: (change) => home.push('history:changed', { ...change, rows: home.carefulRows(change.rows) }),
    onTurn: phases.onTurn,
  });
  const stopFollowing = followNames(appState, feed.allChanged);
  return {
    history,
    close() {
      stopFollowing();
      feed.close();
    },
  };
}
