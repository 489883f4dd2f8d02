import type { CallKey } from '../../src-shared/brand.ts';
import type { HistoryRow } from '../../src-shared/history/rows.ts';
import type { Pushes } from '../../src-shared/ipc/contract.ts';
import type { CallBook, BookChange } from '../book/call-book.ts';
import type { History } from './history.ts';

/** Changes in quick succession, such as a replay, are told together. */
const TELL_AFTER_MS = 100;
/** At most so many rows at once: the rest follows with the next push. */
const ROWS_PER_PUSH = 200;

export interface HistoryFeedOptions {
  readonly book: CallBook;
  readonly history: History;
  /** Whether there is a window to tell. */
  readonly isHeard: () => boolean;
  readonly tell: (change: Pushes['history:changed']) => void;
  /** How long a ring rings without news, in ms. */
  readonly ringWindowMs: () => number;
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
  const { book, history, isHeard, tell } = options;
  const changed = new Set<CallKey>();
  const gone = new Set<CallKey>();
  let timer: NodeJS.Timeout | null = null;
  let quieter: NodeJS.Timeout | null = null;
  const ringing = new Set<CallKey>();

  function note(keys: Iterable<CallKey>): void {
    if (!isHeard()) return;
    for (const key of keys) changed.add(key);
    schedule();
  }

  function drop(keys: Iterable<CallKey>): void {
    if (!isHeard()) return;
    for (const key of keys) gone.add(key);
    schedule();
  }

  function schedule(): void {
    timer ??= setTimeout(flush, TELL_AFTER_MS);
  }

  function flush(): void {
    timer = null;
    if (!isHeard()) {
      changed.clear();
      gone.clear();
      return;
    }
    const keys = [...changed].slice(0, ROWS_PER_PUSH);
    for (const key of keys) changed.delete(key);
    const rows = keys.map((key) => history.row(key)).filter((row) => row !== null);
    const left = [...gone].filter((key) => book.call(key) === null);
    gone.clear();
    watchRings(rows);
    if (rows.length > 0 || left.length > 0) tell({ rows, gone: left });
    if (changed.size > 0) schedule();
  }

  /** A ring goes quiet without an event. */
  function watchRings(rows: readonly HistoryRow[]): void {
    for (const { key, phase } of rows) if (phase === 'ringing' || phase === 'dialling') ringing.add(key);
    if (ringing.size === 0) return;
    quieter ??= setTimeout(() => {
      quieter = null;
      const over = [...ringing];
      ringing.clear();
      note(over);
    }, options.ringWindowMs());
  }

  function hear(change: BookChange): void {
    switch (change.kind) {
      case 'heard':
      case 'claimed':
      case 'left':
      case 'noted':
        note([change.call]);
        return;
      case 'moved':
        note([change.to]);
        drop([change.from]);
        return;
      case 'restored':
        note(change.calls);
        return;
      case 'gone':
        drop(change.calls);
        return;
      case 'texted':
      case 'untexted':
      case 'textsRead':
      case 'passed':
        // Texts are shown with their calls only.
        return;
    }
  }

  const stopListening = book.onChange(hear);
  return {
    changed: (key) => note([key]),
    allChanged: () => note(book.order().map(({ key }) => key)),
    close() {
      stopListening();
      if (timer !== null) clearTimeout(timer);
      if (quieter !== null) clearTimeout(quieter);
    },
  };
}
