import type { KeyboardEvent } from 'react';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { CallItem, HistoryItem } from '../../../src-shared/history/layout.ts';

interface ListKeys {
  readonly items: readonly HistoryItem[];
  /** -1: none. */
  readonly activeAt: number;
  /** Rows in sight. */
  readonly page: () => number;
  readonly move: (key: CallKey) => void;
  readonly toggle: (series: CallKey) => void;
  readonly open: (key: CallKey) => void;
  readonly leave: () => void;
}

/**
 * The keys of a tree grid whose rows are walked: arrows, Home, End and pages move from call to call, left and right
 * fold and unfold a series, Enter opens, Esc leaves.
 * https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */
export function useListKeys(list: ListKeys): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = actionOf(event.key, list);
    if (act === null) return;
    event.preventDefault();
    act();
  };
}

function actionOf(key: string, list: ListKeys): (() => void) | null {
  const { items, activeAt, move } = list;
  const active = items[activeAt];
  const to = (call: CallItem | null) => () => {
    if (call !== null) move(call.row.key);
  };
  switch (key) {
    case 'ArrowDown':
      return to(callFrom(items, activeAt, 1, 1));
    case 'ArrowUp':
      return to(activeAt < 0 ? callFrom(items, items.length, -1, 1) : callFrom(items, activeAt, -1, 1));
    case 'PageDown':
      return to(callFrom(items, activeAt, 1, list.page()));
    case 'PageUp':
      return to(callFrom(items, activeAt, -1, list.page()));
    case 'Home':
      return to(callFrom(items, -1, 1, 1));
    case 'End':
      return to(callFrom(items, items.length, -1, 1));
    case 'ArrowRight':
    case 'ArrowLeft':
      return active?.kind === 'call' ? () => foldOrUnfold(active, key === 'ArrowRight', list) : null;
    case 'Enter':
    case ' ':
      return active?.kind === 'call' ? () => list.open(active.row.key) : null;
    case 'Escape':
      return list.leave;
    default:
      return null;
  }
}

function foldOrUnfold(item: CallItem, unfold: boolean, { move, toggle }: ListKeys): void {
  if (item.repeats !== null && item.repeats.opened !== unfold) toggle(item.repeats.series);
  else if (item.under !== null && !unfold) move(item.under);
}

/** The call `steps` calls away from a place, or the last one on the way. */
function callFrom(items: readonly HistoryItem[], from: number, step: 1 | -1, steps: number): CallItem | null {
  let found: CallItem | null = null;
  let left = steps;
  for (let at = from + step; left > 0 && at >= 0 && at < items.length; at += step) {
    const item = items[at];
    if (item?.kind !== 'call') continue;
    found = item;
    left -= 1;
  }
  return found;
}
