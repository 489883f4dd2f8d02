import type { BookChange } from '../book/call-book.ts';
import { canBringCard, type News } from './judge.ts';

/** More than rings and ends are fresh at once; held for the length of a replay, at some hundred bytes each. */
export const MOST_WAITING = 5_000;

/** What the relay told of a call. */
export type CallNews =
  | Extract<BookChange, { kind: 'claimed' }>
  | (Omit<Extract<BookChange, { kind: 'received' }>, 'received'> & { readonly received: News });

/** What a replay tells, until it is over: a call that is over by then must not pop first. */
export interface Waiting {
  /** @returns what has to be told now, since too much waits: what brings no card first, else the oldest */
  add(change: CallNews): readonly CallNews[];
  /** Everything that waits, oldest first; nothing does any more. */
  take(): readonly CallNews[];
}

export function createWaiting(): Waiting {
  let waiting: CallNews[] = [];
  /** How many of them bring no card. */
  let idle = 0;
  return {
    add(change) {
      waiting.push(
        change.kind === 'received' ? { ...change, received: withoutBody(change.received) } : change,
      );
      if (!mayMatter(change)) idle += 1;
      if (waiting.length <= MOST_WAITING) return [];
      if (idle === 0) return waiting.splice(0, 1);
      idle = 0;
      const all = waiting;
      waiting = all.filter(mayMatter);
      return all.filter((one) => !mayMatter(one));
    },
    take() {
      const all = waiting;
      waiting = [];
      idle = 0;
      return all;
    },
  };
}

function mayMatter(news: CallNews): boolean {
  return news.kind === 'claimed' || canBringCard(news.received);
}

/** A thousand transcripts would wait otherwise. */
function withoutBody({ webhookId, ageMs, event: { topic } }: News): News {
  return { webhookId, ageMs, event: { topic } };
}
