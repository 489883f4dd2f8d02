import { MousePointerClick } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import type { CallKey } from '../../src-shared/brand.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { backToList, moveTo, read } from '../feeds/calls-store.ts';
import styles from './CallsView.module.css';
import { CallDetailPane } from './detail/CallDetailPane.tsx';
import type { CallsFeed } from '../feeds/history-feed.ts';
import { ListPane } from './list/ListPane.tsx';
import { NothingHere } from './list/NothingHere.tsx';
import type { TextsFeed } from '../feeds/texts-feed.ts';
import { useTextCount } from '../feeds/useThreads.ts';
import { useDrawnReport } from './useDrawnReport.ts';
import { useFound } from './useFound.ts';
import { useOnce } from './useOnce.ts';
import { useSaidCount } from './useSaidCount.ts';
import { useSearchKeys } from './useSearchKeys.ts';
import { useWide } from './useWide.ts';

interface Props {
  readonly calls: CallsFeed;
  /** The call to show, as a new object each time somebody asks for one. */
  readonly asked: { readonly key: CallKey } | null;
  readonly texts: TextsFeed;
  /** To the texts, with what is searched for. */
  readonly onTexts: (typed: string) => void;
  /** To where a test call is played. */
  readonly onTest: () => void;
}

/** The history: the list, and the call that is read. Beside each other where there is room, else one of the two. */
export function CallsView({ calls, asked, texts, onTexts, onTest }: Props) {
  const { store } = calls;
  const { words } = useSurroundings().language;
  const wide = useWide();
  const found = useFound(store);
  const { active, reading, typed, rows } = useStore(store);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  const [showing, setShowing] = useState<Props['asked']>(null);
  useSearchKeys(field);
  const inTexts = useTextCount(texts.store, found.search);
  const searching = found.search.length > 0;
  useEffect(() => {
    if (searching) texts.begin();
  }, [searching, texts]);
  useSaidCount(found.search, found.count, words.history.callsFound);
  useDrawnReport(null, rows);

  const open = (key: CallKey) => {
    // The pane must be there to take the focus.
    flushSync(() => read(store, key));
    pane.current?.focus();
  };
  const back = () => {
    flushSync(() => backToList(store));
    (list.current ?? field.current)?.focus();
  };
  useOnce(asked, (request) => {
    read(store, request.key);
    setShowing(request);
  });
  // Once the pane is there to take it.
  useOnce(showing, () => pane.current?.focus());

  const shown = active !== null && (reading || wide) ? active : null;
  return (
    <div className={styles['calls']} data-wide={wide}>
      <ListPane
        calls={calls}
        found={found}
        list={list}
        field={field}
        covered={!wide && shown !== null}
        onPick={wide ? (key) => moveTo(store, key) : open}
        onOpen={open}
        onTest={onTest}
        inTexts={inTexts}
        onTexts={() => onTexts(typed)}
      />
      {shown === null ? null : (
        <CallDetailPane
          key={wide ? 'pane' : shown}
          call={shown}
          looked={typed}
          pane={pane}
          alone={!wide}
          onBack={back}
        />
      )}
      {shown === null && wide && found.count > 0 ? (
        <NothingHere icon={MousePointerClick} title={words.history.choose} text={words.history.chooseHint} />
      ) : null}
    </div>
  );
}
