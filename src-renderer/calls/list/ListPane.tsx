import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { CallKey } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import { moveTo, typeSearch } from '../../feeds/calls-store.ts';
import type { CallsFeed } from '../../feeds/history-feed.ts';
import type { FoundCalls } from '../useFound.ts';
import { AlsoFound } from './AlsoFound.tsx';
import { CallList } from './CallList.tsx';
import { FilterBar } from './FilterBar.tsx';
import styles from './ListPane.module.css';
import { NoCalls, NothingFound, NotRead } from './NothingHere.tsx';
import { SearchBar } from './SearchBar.tsx';

interface Props {
  readonly calls: CallsFeed;
  readonly found: FoundCalls;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly field: RefObject<HTMLInputElement | null>;
  /** A call covers it. */
  readonly covered: boolean;
  /** A click on a call. */
  readonly onPick: (key: CallKey) => void;
  readonly onOpen: (key: CallKey) => void;
  readonly onTest: () => void;
  /** Texts that the search finds. */
  readonly inTexts: number;
  readonly onTexts: () => void;
}

/** Search, filters and the calls that pass them, or why there are none. */
export function ListPane(props: Props) {
  const { calls, found, list, field, covered, onPick, onOpen, onTest, inTexts, onTexts } = props;
  const { store } = calls;
  const { words } = useSurroundings().language;
  const { stage, rows, typed, filters } = useStore(store);
  const { items } = found;
  const first = items.find((item) => item.kind === 'call')?.row.key;
  const narrowed = typed.trim() !== '' || filters.size > 0;
  const nothingYet = rows.length === 0;

  if (nothingYet && stage !== 'loading')
    return (
      <div className={styles['pane']} data-empty="true">
        {stage === 'ready' ? <NoCalls onTest={onTest} /> : <NotRead onRetry={calls.retry} />}
      </div>
    );
  return (
    <div className={styles['pane']} inert={covered} data-covered={covered}>
      <div className={styles['head']}>
        <SearchBar
          typed={typed}
          onType={(text) => typeSearch(store, text)}
          name={words.history.search}
          hint={words.history.searchHint}
          field={field}
          onDown={() => {
            if (first !== undefined) moveTo(store, first);
            list.current?.focus();
          }}
          onEnter={() => {
            if (first !== undefined) onOpen(first);
          }}
          onLeave={() => list.current?.focus()}
        />
        <FilterBar store={store} counts={found.counts} found={narrowed ? found.count : null} />
        {inTexts === 0 ? null : <AlsoFound text={words.texts.inTexts(inTexts)} onShow={onTexts} />}
      </div>
      {nothingYet ? (
        <p className={styles['loading']} role="status">
          {words.history.loading}
        </p>
      ) : null}
      {!nothingYet && items.length === 0 ? (
        <NothingFound store={store} typed={typed} filters={filters} />
      ) : null}
      {items.length === 0 ? null : (
        <CallList
          store={store}
          items={items}
          search={found.search}
          list={list}
          onPick={onPick}
          onOpen={onOpen}
          onLeave={() => field.current?.focus()}
        />
      )}
      {!nothingYet && stage === 'failed' ? (
        <p className={styles['partly']}>
          {words.history.partlyFailed}
          <TextButton onClick={calls.retry}>{words.action.tryAgain}</TextButton>
        </p>
      ) : null}
    </div>
  );
}
