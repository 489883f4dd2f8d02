import { MessageSquare, SearchX, TriangleAlert } from 'lucide-react';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { AlsoFound } from '../../calls/list/AlsoFound.tsx';
import listStyles from '../../calls/list/ListPane.module.css';
import { NothingHere } from '../../calls/list/NothingHere.tsx';
import { SearchBar } from '../../calls/list/SearchBar.tsx';
import { ActionButton } from '../../card/ActionButton.tsx';
import { TextButton } from '../../card/TextButton.tsx';
import type { TextsFeed } from '../../feeds/texts-feed.ts';
import { moveTo, typeSearch } from '../../feeds/texts-store.ts';
import type { FoundTexts } from '../../feeds/useThreads.ts';
import { ThreadList } from './ThreadList.tsx';
import styles from './ThreadsPane.module.css';

interface Props {
  readonly texts: TextsFeed;
  readonly found: FoundTexts;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly field: RefObject<HTMLInputElement | null>;
  /** A thread covers it. */
  readonly covered: boolean;
  /** A click on a thread. */
  readonly onPick: (text: WebhookId) => void;
  readonly onOpen: (text: WebhookId) => void;
  /** Calls that the search finds. */
  readonly inCalls: number;
  readonly onCalls: () => void;
}

/** The search and the threads that pass it, or why there are none. */
export function ThreadsPane({ texts, found, list, field, covered, onPick, onOpen, inCalls, onCalls }: Props) {
  const { store } = texts;
  const { words } = useSurroundings().language;
  const { stage, rows, typed } = useStore(store);
  const { items, search, count, active } = found;
  const first = items[0]?.shown.id;
  const nothingYet = rows.length === 0;
  const searching = search.length > 0;

  if (nothingYet && (stage === 'ready' || stage === 'failed'))
    return (
      <div className={listStyles['pane']} data-empty="true">
        {stage === 'ready' ? (
          <NothingHere icon={MessageSquare} title={words.texts.emptyTitle} text={words.texts.emptyText} />
        ) : (
          <NothingHere icon={TriangleAlert} title={words.texts.failed} text="">
            <ActionButton onClick={texts.retry}>{words.action.tryAgain}</ActionButton>
          </NothingHere>
        )}
      </div>
    );
  return (
    <div className={listStyles['pane']} inert={covered} data-covered={covered}>
      <div className={listStyles['head']}>
        <SearchBar
          typed={typed}
          onType={(text) => typeSearch(store, text)}
          name={words.texts.search}
          hint={words.texts.searchHint}
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
        {searching && count > 0 ? <p className={styles['found']}>{words.texts.found(count)}</p> : null}
        {inCalls === 0 ? null : <AlsoFound text={words.texts.inCalls(inCalls)} onShow={onCalls} />}
      </div>
      {nothingYet ? (
        <p className={listStyles['loading']} role="status">
          {words.texts.loading}
        </p>
      ) : null}
      {!nothingYet && items.length === 0 ? (
        <NothingHere
          icon={SearchX}
          title={words.history.nothingFound}
          text={words.texts.nothingWith(typed.trim())}
        >
          <ActionButton onClick={() => typeSearch(store, '')}>{words.history.clearSearch}</ActionButton>
        </NothingHere>
      ) : null}
      {items.length === 0 ? null : (
        <ThreadList
          items={items}
          search={search}
          active={active?.key ?? null}
          list={list}
          onMove={(text) => moveTo(store, text)}
          onPick={onPick}
          onOpen={onOpen}
          onLeave={() => field.current?.focus()}
        />
      )}
      {!nothingYet && stage === 'failed' ? (
        <p className={listStyles['partly']}>
          {words.texts.partlyFailed}
          <TextButton onClick={texts.retry}>{words.action.tryAgain}</TextButton>
        </p>
      ) : null}
    </div>
  );
}
