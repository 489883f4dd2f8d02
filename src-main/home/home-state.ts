import type { HomeState } from '../../src-shared/ipc/contract.ts';
import type { CallBook } from '../book/call-book.ts';
import { cardView } from '../card-view.ts';
import type { Standing } from '../standing.ts';

/** How many calls the list shows. */
export const CALLS_LISTED = 200;

/** What the home window draws. */
export function homeState(
  book: CallBook,
  standing: Standing,
  tokenKept: HomeState['tokenKept'],
  now: number,
): HomeState {
  const calls = book
    .calls()
    .slice(0, CALLS_LISTED)
    .map((call) => cardView(call, { claim: book.claimOf(call.key), pinned: false }, standing, now));
  return { link: standing.link, tokenKept, calls };
}
