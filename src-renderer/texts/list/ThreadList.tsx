import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useId, type RefObject } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import type { Search } from '../../../src-shared/history/search.ts';
import type { FoundThread } from '../../../src-shared/texts/find.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import { whenOf } from '../../format/moments.ts';
import styles from '../../rows/RowList.module.css';
import { nameOf } from '../../format/thread-name.ts';
import { threadKeys } from './thread-keys.ts';
import { ThreadRow } from './ThreadRow.tsx';

interface Props {
  readonly items: readonly FoundThread[];
  readonly search: Search;
  /** The key of the thread that the arrows are on. */
  readonly active: string | null;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onMove: (text: WebhookId) => void;
  /** A click. */
  readonly onPick: (text: WebhookId) => void;
  readonly onOpen: (text: WebhookId) => void;
  readonly onLeave: () => void;
}

/** Height before anything is measured. */
const ROW_PX = 59;
const MINUTE_MS = 60_000;

/**
 * The threads, as many as there are: only what is in sight is in the document. The focus stays on the list itself and
 * names the thread that it is on, so no change of rows can take it away.
 */
export function ThreadList({ items, search, active, list, onMove, onPick, onOpen, onLeave }: Props) {
  const { words, locale } = useSurroundings().language;
  const now = useNow(MINUTE_MS);
  const prefix = useId();
  const activeAt = items.findIndex(({ thread }) => thread.key === active);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((at: number) => items[at]?.thread.key ?? at, [items]),
    overscan: 8,
    rangeExtractor: useCallback(
      (range: Range) => {
        const there = defaultRangeExtractor(range);
        // The active one is there even when it is out of sight.
        return activeAt < 0 || there.includes(activeAt) ? there : [...there, activeAt].sort((a, b) => a - b);
      },
      [activeAt],
    ),
  });
  const show = useEffectEvent(() => virtualizer.scrollToIndex(activeAt));
  const isListed = activeAt >= 0;
  useEffect(() => {
    if (active !== null && isListed) show();
  }, [active, isListed]);
  const top = useEffectEvent(() => virtualizer.scrollToOffset(0));
  useEffect(() => top(), [search]);

  const keys = threadKeys({
    count: items.length,
    activeAt,
    page: () => Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / ROW_PX)),
    move: (at) => onMove((items[at] as FoundThread).shown.id),
    open: () => onOpen((items[activeAt] as FoundThread).shown.id),
    leave: onLeave,
  });
  return (
    <div
      ref={list}
      className={styles['list']}
      role="listbox"
      tabIndex={0}
      aria-label={words.texts.list}
      aria-activedescendant={isListed ? `${prefix}${activeAt}` : undefined}
      onKeyDown={keys}
    >
      <div role="presentation" className={styles['all']} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              id={`${prefix}${index}`}
              role="option"
              className={styles['row']}
              aria-selected={index === activeAt}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onPick(item.shown.id)}
            >
              <Boundary part="row" of={item.shown} instead={<span>{nameOf(item.thread, words)}</span>}>
                <ThreadRow item={item} search={search} when={whenOf(item.shown.at, now, locale)} />
              </Boundary>
            </div>
          );
        })}
      </div>
    </div>
  );
}
