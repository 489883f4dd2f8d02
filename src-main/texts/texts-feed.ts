import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { Pushes } from '../../src-shared/ipc/contract.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import type { Texts } from './texts.ts';

/** Changes in quick succession, such as a replay, are told together. */
const PUSH_AFTER_MS = 100;
/** At most so many rows at once: the rest follows with the next push. */
const ROWS_PER_PUSH = 200;

export interface TextsFeedOptions {
  readonly book: CallBook;
  readonly texts: Pick<Texts, 'rows' | 'numbersNamedBy'>;
  /** Whether there is a window to tell. */
  readonly hasWindow: () => boolean;
  readonly push: (change: Pushes['texts:changed']) => void;
}

export interface TextsFeed {
  /** All rows may read differently: another policy, another agent. */
  allChanged(): void;
  close(): void;
}

/** Keeps the calls window's texts true while there is a window: what is new, read, named anew, or gone. */
export function createTextsFeed({ book, texts, hasWindow, push }: TextsFeedOptions): TextsFeed {
  const changed = new Set<WebhookId>();
  const gone = new Set<WebhookId>();
  let timer: NodeJS.Timeout | null = null;

  function note(to: Set<WebhookId>, ids: Iterable<WebhookId>): void {
    if (!hasWindow()) return;
    for (const id of ids) to.add(id);
    if (to.size > 0) timer ??= setTimeout(flush, PUSH_AFTER_MS);
  }

  function flush(): void {
    timer = null;
    if (!hasWindow()) {
      changed.clear();
      gone.clear();
      return;
    }
    const ids = [...changed].slice(0, ROWS_PER_PUSH);
    for (const id of ids) changed.delete(id);
    const rows = texts.rows(ids);
    const left = [...gone].filter((id) => book.text(id) === null);
    gone.clear();
    if (rows.length > 0 || left.length > 0) push({ rows, gone: left });
    if (changed.size > 0) timer ??= setTimeout(flush, PUSH_AFTER_MS);
  }

  const all = (): void =>
    note(
      changed,
      book.texts().map(({ key }) => key),
    );

  /** Calls may name whom the texts are with: the newest text names its thread. */
  function name(calls: readonly CallKey[]): void {
    if (!hasWindow()) return;
    for (const key of calls) nameThread(book.call(key)?.number ?? null);
  }

  function nameThread(number: string | null): void {
    const newest = book.newestTextWith(number);
    if (newest !== null) note(changed, [newest.webhookId]);
  }

  function follow(change: BookChange): void {
    switch (change.kind) {
      case 'texted':
        note(changed, [change.received.webhookId]);
        return;
      case 'untexted':
        note(gone, [change.webhookId]);
        return;
      case 'textsRead':
        note(changed, change.texts);
        return;
      case 'restored':
        all();
        return;
      case 'received':
      case 'left':
        name([change.call]);
        return;
      case 'contacts':
        note(changed, change.texts);
        name(change.calls);
        return;
      case 'gone':
        for (const number of texts.numbersNamedBy(change.calls)) nameThread(number);
        return;
      case 'moved':
      case 'claimed':
      case 'noted':
      case 'crm':
      case 'passed':
        return;
    }
  }

  const stopListening = book.onChange(follow);
  return {
    allChanged: all,
    close() {
      stopListening();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
