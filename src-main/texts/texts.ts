import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { TextPage, TextRow, ThreadCalls } from '../../src-shared/texts/rows.ts';
import type { CallBook } from '../book/call-book.ts';
import { placeAfter } from '../book/order.ts';
import type { AppState } from '../app-state/app-state.ts';
import { inTurns } from '../book/turns.ts';
import { knownAs } from './known-as.ts';
import { endsOfText, textRow, type NamesOf } from './text-row.ts';

const ROWS_PER_PAGE = 500;
/** More than a full book has pages. */
const ENDS_KEPT = 200;
const CALLS_SHOWN = 3;

export interface TextsOptions {
  readonly book: CallBook;
  readonly appState: () => AppState;
}

/** The text messages of the book as the calls window reads them. */
export interface Texts {
  /** The page that follows the text `after`, newest first; null: the first. */
  page(after: WebhookId | null): Promise<TextPage>;
  /** Those that are still kept. */
  rows(ids: readonly WebhookId[]): readonly TextRow[];
  /** All that was written; null: not kept any more. */
  whole(id: WebhookId): string | null;
  /** The number at the other end, as the webhook wrote it; null: withheld, or not kept any more. */
  numberOf(id: WebhookId): string | null;
  /** The numbers that rows were named with by one of these calls, which may be gone since. */
  numbersNamedBy(calls: readonly CallKey[]): string[];
  /** The calls with the number of this text. */
  callsOf(id: WebhookId): ThreadCalls;
}

/** A page goes on where the one before ended, also when texts came or went in between. */
export function createTexts({ book, appState }: TextsOptions): Texts {
  /** When the texts that ended a page were sent: one that is gone by the next page leaves its place. */
  const pageEnds = new Map<WebhookId, number>();
  /** Which call named the rows of which number last; as many as there are threads. */
  const namedBy = new Map<CallKey, string>();

  /** As the calls with a number name it, each number looked up once. */
  function names(): NamesOf {
    const newestWith = book.newestCalls();
    const known = new Map<string | null, ReturnType<NamesOf>>();
    return (number) => {
      const newest = known.has(number) ? null : newestWith(number);
      if (newest !== null && number !== null) namedBy.set(newest, number);
      const named = known.get(number) ?? knownAs(book, number, newest);
      known.set(number, named);
      return named;
    };
  }

  function rowOf(id: WebhookId, namesOf: NamesOf): TextRow | null {
    const received = book.text(id);
    return received === null ? null : textRow(received, book.unreadTexts().has(id), namesOf, appState());
  }

  function numberOf(id: WebhookId): string | null {
    const received = book.text(id);
    return received === null ? null : (endsOfText(received)?.number ?? null);
  }

  return {
    async page(after) {
      const order = book.texts();
      const from = after === null ? 0 : placeAfter(order, after, pageEnds.get(after));
      const places = order.slice(from, from + ROWS_PER_PAGE);
      const rows: TextRow[] = [];
      const namesOf = names();
      await inTurns(places, ({ key }) => {
        const made = rowOf(key, namesOf);
        if (made !== null) rows.push(made);
      });
      const last = places.at(-1);
      if (last === undefined || from + places.length >= order.length) return { rows, next: null };
      pageEnds.set(last.key, last.startedAt);
      const [oldest] = pageEnds.keys();
      if (pageEnds.size > ENDS_KEPT && oldest !== undefined) pageEnds.delete(oldest);
      return { rows, next: last.key };
    },
    rows(ids) {
      const namesOf = names();
      return ids.flatMap((id) => rowOf(id, namesOf) ?? []);
    },
    whole(id) {
      const received = book.text(id);
      return received === null ? null : (endsOfText(received)?.data.content ?? '');
    },
    numberOf,
    numbersNamedBy: (calls) => calls.flatMap((key) => namedBy.get(key) ?? []),
    callsOf(id) {
      const calls: CallKey[] = book.callsWith(numberOf(id));
      return { count: calls.length, newest: calls.slice(0, CALLS_SHOWN) };
    },
  };
}
