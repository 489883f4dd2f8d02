import type { CallKey } from '../../src-shared/brand.ts';
import type { Pushes } from '../../src-shared/ipc/contract.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import { changedCalls } from '../book/changed-calls.ts';
import type { PhaseClock } from '../book/phase-clock.ts';
import type { History } from './history.ts';

/** Changes in quick succession, such as a replay, are told together. */
const PUSH_AFTER_MS = 100;
/** At most so many rows at once: the rest follows with the next push. */
const ROWS_PER_PUSH = 200;

export interface HistoryFeedOptions {
  readonly book: CallBook;
  readonly history: History;
  /** Whether there is a window to tell. */
  readonly hasWindow: () => boolean;
  readonly push: (change: Pushes['history:changed']) => void;
  /** Time alone has changed where calls stand. */
  readonly onTurn: PhaseClock['onTurn'];
  /** The other parts of a transferred call. */
  readonly otherParts: (key: CallKey) => readonly CallKey[];
}

export interface HistoryFeed {
  /** Something besides events changed what this call's row says. */
  changed(key: CallKey): void;
  /** All rows may read differently: another policy, another agent. */
  allChanged(): void;
  close(): void;
}

/** Keeps the calls window's list true while there is a window: rows that changed, and calls that are gone. */
export function createHistoryFeed(options: HistoryFeedOptions): HistoryFeed {
  const { book, history, hasWindow, push, onTurn, otherParts } = options;
  const changed = new Set<CallKey>();
  const moved = new Map<CallKey, CallKey>();
  let timer: NodeJS.Timeout | null = null;

  function note(keys: Iterable<CallKey>): void {
    if (!hasWindow()) return;
    for (const key of keys) changed.add(key);
    if (changed.size > 0) timer ??= setTimeout(flush, PUSH_AFTER_MS);
  }

  function flush(): void {
    timer = null;
    const gone = hasWindow() ? [...changed].filter((key) => book.webhooksOf(key).length === 0) : [...changed];
    for (const key of gone) changed.delete(key);
    const moves = [...moved].filter(([from]) => gone.includes(from));
    moved.clear();
    if (!hasWindow()) return;
    const keys = [...changed].slice(0, ROWS_PER_PUSH);
    for (const key of keys) changed.delete(key);
    const rows = keys.map((key) => history.row(key)).filter((row) => row !== null);
    if (rows.length > 0 || gone.length > 0) push({ rows, gone, moved: moves });
    note([]);
  }

  /** What is told of one part of a transferred call stands with the others too. */
  function noteParts(change: BookChange): void {
    if (!hasWindow()) return;
    if (change.kind === 'moved') note(otherParts(change.to));
    if (change.kind !== 'received') return;
    const { topic } = change.received.event;
    if (topic === 'call.completed' || topic === 'summary.updated') note(otherParts(change.call));
  }

  const stops = [
    book.onChange((change) => {
      if (change.kind === 'moved' && hasWindow()) moved.set(change.from, change.to);
      note(changedCalls(change));
      noteParts(change);
    }),
    onTurn(note),
  ];
  return {
    changed: (key) => note([key]),
    allChanged: () => note(book.order().map(({ key }) => key)),
    close() {
      for (const stop of stops) stop();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
