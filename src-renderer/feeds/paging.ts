/** A page of a list, newest first. */
interface Page<Row, Key> {
  readonly rows: readonly Row[];
  /** What to ask for next; null: that was all. */
  readonly next: Key | null;
}

export interface PagingOptions<Row, Key> {
  readonly ask: (after: Key | null) => Promise<Page<Row, Key>>;
  readonly keyOf: (row: Row) => Key;
  /** Rows of a page that are still true. */
  readonly take: (rows: readonly Row[]) => void;
  readonly onStage: (stage: 'loading' | 'ready' | 'failed') => void;
}

export interface Paging<Key> {
  /** Pulls everything, again if it was before. */
  pull(): void;
  /** What was pushed while pages are under way is newer than what is in them. */
  pushed(keys: readonly Key[]): void;
  stop(): void;
}

/** Pulls a list page by page, while changes of it are pushed. */
export function paging<Row, Key>({ ask, keyOf, take, onStage }: PagingOptions<Row, Key>): Paging<Key> {
  let newer = new Set<Key>();
  let turn = 0;

  async function pull(): Promise<void> {
    const own = (turn += 1);
    newer = new Set();
    onStage('loading');
    try {
      let after: Key | null = null;
      do {
        const page: Page<Row, Key> = await ask(after);
        if (own !== turn) return;
        take(page.rows.filter((row) => !newer.has(keyOf(row))));
        after = page.next;
      } while (after !== null);
      onStage('ready');
    } catch (error) {
      if (own === turn) onStage('failed');
      reportError(error);
    }
  }

  return {
    pull: () => void pull(),
    pushed: (keys) => keys.forEach((key) => newer.add(key)),
    stop: () => void (turn += 1),
  };
}
