import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { HistoryItem } from '../../../src-shared/history/layout.ts';
import type { Search } from '../../../src-shared/history/search.ts';

interface Place {
  readonly items: readonly HistoryItem[];
  readonly search: Search;
  /** The call at the top edge and how far it is scrolled under it; null: the list is at its top. */
  readonly call: { readonly key: CallKey; readonly under: number } | null;
}

/**
 * A list that somebody has scrolled stays where it is when calls come in above; one at its top shows them. Another
 * search begins at the top.
 */
export function useKeptPlace(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  items: readonly HistoryItem[],
  list: RefObject<HTMLDivElement | null>,
  search: Search,
): void {
  const place = useRef<Place>({ items, search, call: null });
  // With every drawing, for every scroll draws.
  useLayoutEffect(() => {
    const before = place.current;
    if (before.search !== search) virtualizer.scrollToOffset(0);
    else if (before.items !== items && before.call !== null) {
      const { key, under } = before.call;
      const now = items.findIndex((item) => item.kind === 'call' && item.row.key === key);
      const start = now < 0 ? undefined : virtualizer.getOffsetForIndex(now, 'start')?.[0];
      if (start !== undefined) virtualizer.scrollToOffset(start + under);
    }
    const top = list.current?.scrollTop ?? 0;
    const first = top === 0 ? undefined : virtualizer.getVirtualItemForOffset(top);
    const item = first === undefined ? undefined : items[first.index];
    const call =
      first === undefined || item?.kind !== 'call' ? null : { key: item.row.key, under: top - first.start };
    place.current = { items, search, call };
  });
}
