import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { callFactsOf } from '../../src-shared/card/call-facts.ts';
import { contactFactsOf } from '../../src-shared/card/contact-facts.ts';
import type { CardModel } from '../../src-shared/card/model.ts';
import { readNumber } from '../../src-shared/format/phone.ts';
import type { CallDetail, HistoryPage, HistoryRow } from '../../src-shared/history/rows.ts';
import type { CallBook } from '../book/call-book.ts';
import { placeAfter } from '../book/order.ts';
import type { CardView } from '../card/card-view.ts';
import type { AppState } from '../app-state/app-state.ts';
import { inTurns } from '../book/turns.ts';
import { historyRow } from './row.ts';
import { threadOf, timelineOf, transcriptOf } from './timeline.ts';

const ROWS_PER_PAGE = 500;
/** The rest is with the texts. */
const MESSAGES_SHOWN = 30;
/** More than a full book has pages. */
const ENDS_KEPT = 200;

export interface HistoryOptions {
  readonly book: CallBook;
  readonly appState: () => AppState;
  readonly view: CardView;
  /** Made for every row of the list. */
  readonly rowView: CardView;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** The book as the calls window reads it. */
export interface History {
  /** The page that follows the call `after`, newest first; null: the first. */
  page(after: CallKey | null): Promise<HistoryPage>;
  /** Null: not kept any more. */
  row(key: CallKey): HistoryRow | null;
  /** Null: not kept any more. */
  detail(key: CallKey): CallDetail | null;
}

/** A page goes on where the one before ended, also when calls came, went or moved in between. */
export function createHistory(options: HistoryOptions): History {
  const { book, appState, view, rowView, now = Date.now } = options;
  /** When the calls that ended a page began: a call that is gone by the next page leaves its place. */
  const pageEnds = new Map<CallKey, number>();

  function row(key: CallKey): HistoryRow | null {
    const { call, events } = book.whole(key);
    if (call === null) return null;
    return historyRow(call, cardOfCall(call, rowView), transcriptOf(events), appState());
  }

  function cardOfCall(call: Call, as: CardView): CardModel {
    return as(call, { claim: book.claimOf(call.key), pinned: false }, now());
  }

  return {
    async page(after) {
      const order = book.order();
      const from = after === null ? 0 : placeAfter(order, after, pageEnds.get(after));
      const keys = order.slice(from, from + ROWS_PER_PAGE);
      const rows: HistoryRow[] = [];
      await inTurns(keys, ({ key }) => {
        const made = row(key);
        if (made !== null) rows.push(made);
      });
      const last = keys.at(-1);
      if (last === undefined || from + keys.length >= order.length) return { rows, next: null };
      pageEnds.delete(last.key);
      pageEnds.set(last.key, last.startedAt);
      for (const oldest of pageEnds.keys()) {
        if (pageEnds.size <= ENDS_KEPT) break;
        pageEnds.delete(oldest);
      }
      return { rows, next: last.key };
    },
    row,
    detail(key) {
      const call = book.call(key);
      if (call === null) return null;
      const events = book.events(key);
      const { policy } = appState();
      const card = cardOfCall(call, view);
      const texts = book.textsWith(call.number, MESSAGES_SHOWN + 1);
      return {
        card,
        contact: contactFactsOf(call),
        facts: callFactsOf(call, card, policy),
        transcript: transcriptOf(events),
        timeline: timelineOf(events, policy),
        numberKey: readNumber(call.number),
        messages: threadOf(texts.slice(-MESSAGES_SHOWN), policy),
        hasMoreMessages: texts.length > MESSAGES_SHOWN,
      };
    },
  };
}
