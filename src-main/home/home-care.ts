import type { CallKey } from '../../src-shared/brand.ts';
import { plainCard } from '../../src-shared/card/plain.ts';
import { withShortLines } from '../../src-shared/card/short-lines.ts';
import { plainRow, type CallDetail, type HistoryRow } from '../../src-shared/history/rows.ts';
import type { PageLife } from '../page-life/page-life.ts';

/** A page that has not drawn a call by then hangs on it: the longest of transcripts takes a second. */
const DRAWN_WITHIN_MS = 15_000;

const LIST = 'list';
/** A call without what could end the page again. */
const NOTHING_MORE: Omit<CallDetail, 'card'> = {
  contact: { emails: [], numbers: [], properties: [] },
  facts: [],
  transcript: [],
  timeline: [],
  numberKey: { e164: null, tail: null },
  messages: [],
  hasMoreMessages: false,
};

export interface HomeCareOptions {
  readonly life: Pick<PageLife, 'careFor' | 'told' | 'drawn'>;
  /** Nothing can be expected of a window that nobody sees. */
  readonly isSeen: () => boolean;
  readonly onHung: () => void;
}

/** What the home window is told of calls: nothing is drawn again as it was when it ended the page. */
export interface HomeCare {
  carefulRows(rows: readonly HistoryRow[]): readonly HistoryRow[];
  carefulDetail(detail: CallDetail | null): CallDetail | null;
  /** The page shows the list, or a call. */
  drawn(call: CallKey | null): void;
  /** There is no page. */
  forget(): void;
}

export function createHomeCare({ life, isSeen, onHung }: HomeCareOptions): HomeCare {
  /** Which version of the list and of the call in sight the page has been told. */
  let list = 0;
  let call: readonly [key: string, version: number] | null = null;
  let waiting: NodeJS.Timeout | undefined;

  function report(): void {
    const all: [string, string][] = [[LIST, String(list)]];
    if (call !== null) all.push([call[0], String(call[1])]);
    life.told(new Map(all));
  }

  return {
    carefulRows(rows) {
      list += 1;
      report();
      return life.careFor(LIST) === 'full' ? rows.map(withShortLines) : rows.map(plainRow);
    },
    carefulDetail(detail) {
      if (detail === null) return null;
      const { key } = detail.card;
      call = [key, (call?.[1] ?? 0) + 1];
      report();
      clearTimeout(waiting);
      const askedAt = performance.now();
      waiting = setTimeout(() => {
        // Not after the computer has slept.
        if (isSeen() && performance.now() - askedAt < 2 * DRAWN_WITHIN_MS) onHung();
      }, DRAWN_WITHIN_MS);
      const care = life.careFor(key);
      if (care === 'full')
        return {
          ...detail,
          card: withShortLines(detail.card),
          contact: withShortLines(detail.contact),
          facts: withShortLines(detail.facts),
        };
      return { ...NOTHING_MORE, card: plainCard(detail.card, care), plain: true };
    },
    drawn(shown) {
      if (shown !== null) clearTimeout(waiting);
      life.drawn([shown ?? LIST]);
    },
    forget() {
      clearTimeout(waiting);
      call = null;
    },
  };
}
