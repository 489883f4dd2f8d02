import { MousePointerClick } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import { searchCalls } from '../../src-shared/history/search.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import type { CallsFeed } from '../feeds/history-feed.ts';
import viewStyles from '../calls/CallsView.module.css';
import { NothingHere } from '../calls/list/NothingHere.tsx';
import { useSaidCount } from '../calls/useSaidCount.ts';
import { useOnce } from '../calls/useOnce.ts';
import { useSearchKeys } from '../calls/useSearchKeys.ts';
import { useWide } from '../calls/useWide.ts';
import { ThreadsPane } from './list/ThreadsPane.tsx';
import type { TextsFeed } from '../feeds/texts-feed.ts';
import { backToList, goToText, moveTo, read } from '../feeds/texts-store.ts';
import { ThreadPane } from './thread/ThreadPane.tsx';
import { useThreads } from '../feeds/useThreads.ts';

interface Props {
  readonly texts: TextsFeed;
  readonly calls: CallsFeed;
  /** The text to show in its thread, as a new object each time somebody asks for one. */
  readonly asked: { readonly id: WebhookId } | null;
  readonly onCall: (call: CallKey) => void;
  /** To the calls, with what is searched for. */
  readonly onCalls: (typed: string) => void;
}

/** The text messages: the threads, and the one that is read. Beside each other where there is room, else one of the two. */
export function TextsView({ texts, calls, asked, onCall, onCalls }: Props) {
  const { store } = texts;
  const { words } = useSurroundings().language;
  const wide = useWide();
  const found = useThreads(store);
  const { active, reading, typed, stage, asked: inSight } = useStore(store);
  const callRows = useStore(calls.store, (state) => state.rows);
  const inCalls = useMemo(
    () => (found.search.length === 0 ? 0 : searchCalls(callRows, found.search).found.length),
    [callRows, found.search],
  );
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  useSearchKeys(field);
  useSaidCount(found.search, found.count, words.texts.found);
  useEffect(() => texts.begin(), [texts]);

  const searching = found.search.length > 0;
  const open = (text: WebhookId) => {
    // The pane must be there to take the focus.
    flushSync(() => (searching ? goToText(store, text) : read(store, text)));
    pane.current?.focus();
  };
  const back = () => {
    flushSync(() => backToList(store));
    (list.current ?? field.current)?.focus();
  };
  useOnce(asked, ({ id }) => goToText(store, id));
  // Once the pane is there to take it.
  useOnce(inSight, () => pane.current?.focus());

  const shown = active !== null && (reading || wide);
  return (
    <div className={viewStyles['calls']} data-wide={wide}>
      <ThreadsPane
        texts={texts}
        found={found}
        list={list}
        field={field}
        covered={!wide && shown}
        onPick={wide && !searching ? (text) => moveTo(store, text) : open}
        onOpen={open}
        inCalls={inCalls}
        onCalls={() => onCalls(typed)}
      />
      {shown ? (
        <ThreadPane
          thread={found.active}
          waits={stage === 'loading' || stage === 'idle'}
          search={found.search}
          asked={inSight}
          calls={calls.store}
          pane={pane}
          alone={!wide}
          onBack={back}
          onCall={onCall}
          onCalls={onCalls}
        />
      ) : null}
      {!shown && wide && found.items.length > 0 ? (
        <NothingHere icon={MousePointerClick} title={words.texts.choose} text={words.texts.chooseHint} />
      ) : null}
    </div>
  );
}
