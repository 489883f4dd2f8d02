import type { KeyboardEvent } from 'react';

interface ThreadKeys {
  readonly count: number;
  /** -1: none. */
  readonly activeAt: number;
  /** Rows in sight. */
  readonly page: () => number;
  readonly move: (at: number) => void;
  readonly open: () => void;
  readonly leave: () => void;
}

/**
 * The keys of a list box: arrows, Home, End and pages move, Enter opens, Esc leaves.
 * https://www.w3.org/WAI/ARIA/apg/patterns/listbox/
 */
export function threadKeys(list: ThreadKeys): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = actionOf(event.key, list);
    if (act === null) return;
    event.preventDefault();
    act();
  };
}

function actionOf(
  key: string,
  { count, activeAt, page, move, open, leave }: ThreadKeys,
): (() => void) | null {
  const last = count - 1;
  const to = (at: number) => () => {
    if (count > 0) move(Math.min(last, Math.max(0, at)));
  };
  switch (key) {
    case 'ArrowDown':
      return to(activeAt + 1);
    case 'ArrowUp':
      return to(activeAt < 0 ? last : activeAt - 1);
    case 'PageDown':
      return to(activeAt + page());
    case 'PageUp':
      return to(activeAt - page());
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    case 'Enter':
    case ' ':
      return activeAt < 0 ? null : open;
    case 'Escape':
      return leave;
    default:
      return null;
  }
}
