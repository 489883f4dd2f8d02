import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useId, useMemo, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { CallKey } from '../../../src-shared/brand.ts';
import { calendarDay } from '../../../src-shared/format/calendar-date.ts';
import type { HistoryItem } from '../../../src-shared/history/layout.ts';
import type { Search } from '../../../src-shared/history/search.ts';
import { Boundary } from '../../bounds/Boundary.tsx';
import { useSurroundings } from '../../bridge/Surroundings.tsx';
import { useNow } from '../../bridge/useNow.ts';
import styles from '../../rows/RowList.module.css';
import { moveTo, toggleSeries, type CallsStore } from '../../feeds/calls-store.ts';
import { CallRow } from './CallRow.tsx';
import { rowName } from './row-name.ts';
import { useKeptPlace } from './useKeptPlace.ts';
import { useListKeys } from './useListKeys.ts';
import { useTimes } from './useTimes.ts';

interface Props {
  readonly store: CallsStore;
  readonly items: readonly HistoryItem[];
  readonly search: Search;
  readonly list: RefObject<HTMLDivElement | null>;
  /** A click. */
  readonly onPick: (key: CallKey) => void;
  readonly onOpen: (key: CallKey) => void;
  readonly onLeave: () => void;
}

/** Heights before anything is measured; where they are right, nothing is drawn twice. */
const PX = { day: 33, row: 57, summary: 18, series: 21 } as const;
const MINUTE_MS = 60_000;

/**
 * The calls by day, as many as there are: only what is in sight is in the document. The focus stays on the list itself
 * and names the row it is on, so no change of rows can take it away.
 */
export function CallList({ store, items, search, list, onPick, onOpen, onLeave }: Props) {
  const { words } = useSurroundings().language;
  const active = useStore(store, (state) => state.active);
  const times = useTimes();
  const today = calendarDay(useNow(MINUTE_MS));
  const prefix = useId();
  const days = useMemo(() => items.flatMap((item, at) => (item.kind === 'day' ? [at] : [])), [items]);
  const activeAt = useMemo(() => placeOf(active, items), [active, items]);
  const dayOver = useCallback((at: number) => days.findLast((day) => day <= at) ?? 0, [days]);

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    estimateSize: useCallback((at: number) => heightOf(items[at]), [items]),
    // With another function every row is placed anew, thousands in each frame of a scroll.
    getItemKey: useCallback((at: number) => keyOf(items[at], at), [items]),
    overscan: 8,
    // The day on top and the active row are there even when they are out of sight.
    rangeExtractor: useCallback(
      (range: Range) => {
        const there = [dayOver(range.startIndex), ...defaultRangeExtractor(range)];
        if (activeAt >= 0) there.push(activeAt);
        return [...new Set(there)].sort((a, b) => a - b);
      },
      [activeAt, dayOver],
    ),
  });
  useKeptPlace(virtualizer, items, list, search);

  const show = useEffectEvent(() => {
    virtualizer.scrollToIndex(activeAt);
  });
  const isListed = activeAt >= 0;
  useEffect(() => {
    if (active !== null && isListed) show();
  }, [active, isListed]);

  const keys = useListKeys({
    items,
    activeAt,
    page: () => Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / (PX.row + PX.summary))),
    move: (key) => moveTo(store, key),
    toggle: (series) => toggleSeries(store, series),
    open: onOpen,
    leave: onLeave,
  });

  const rows = virtualizer.getVirtualItems();
  const dayOnTop = dayOver(virtualizer.range?.startIndex ?? 0);
  return (
    <div
      ref={list}
      className={styles['list']}
      role="treegrid"
      tabIndex={0}
      aria-label={words.history.list}
      aria-rowcount={items.length}
      aria-activedescendant={activeAt < 0 ? undefined : `${prefix}${activeAt}`}
      onKeyDown={keys}
    >
      <div role="rowgroup" className={styles['all']} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const stuck = index === dayOnTop;
          const place = {
            ref: virtualizer.measureElement,
            'data-index': index,
            role: 'row',
            'aria-rowindex': index + 1,
            style: stuck ? undefined : { transform: `translateY(${start}px)` },
          } as const;
          if (item.kind === 'day')
            return (
              <div key={key} {...place} className={styles['day']} data-stuck={stuck} aria-level={1}>
                <span role="rowheader">{times.day(item.at, today)}</span>
                <span role="gridcell" className={styles['count']}>
                  {words.history.callCount(item.calls)}
                </span>
              </div>
            );
          return (
            <div
              key={key}
              {...place}
              id={`${prefix}${index}`}
              className={styles['row']}
              aria-level={item.under === null ? 2 : 3}
              aria-selected={index === activeAt}
              aria-expanded={item.repeats?.opened}
              aria-label={rowName(item, words, times)}
              onClick={() => onPick(item.row.key)}
            >
              <Boundary
                part="row"
                of={item}
                instead={<div role="gridcell">{item.row.name ?? item.row.number}</div>}
              >
                <CallRow
                  item={item}
                  search={search}
                  times={times}
                  onToggle={() => {
                    if (item.repeats !== null) toggleSeries(store, item.repeats.series);
                  }}
                />
              </Boundary>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a call is in the list: in its own row, else in that of the series which it is folded into. -1: nowhere. */
function placeOf(call: CallKey | null, items: readonly HistoryItem[]): number {
  if (call === null) return -1;
  const own = items.findIndex((item) => item.kind === 'call' && item.row.key === call);
  if (own >= 0) return own;
  return items.findIndex((item) => item.kind === 'call' && item.repeats?.earlier.includes(call) === true);
}

function heightOf(item: HistoryItem | undefined): number {
  if (item?.kind !== 'call') return PX.day;
  const { row, repeats } = item;
  return PX.row + (row.summary === null ? 0 : PX.summary) + (repeats === null ? 0 : PX.series);
}

function keyOf(item: HistoryItem | undefined, at: number): string | number {
  if (item === undefined) return at;
  return item.kind === 'day' ? item.day : item.row.key;
}
