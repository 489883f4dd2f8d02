import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { namedBy } from '../../src-shared/card/own-lines.ts';
import type { CallBook } from '../book/call-book.ts';
import type { AppState } from '../app-state/app-state.ts';

/** Reads calls with those in them named as this app knows them: agents by their own address, colleagues by their line. */
export function namedCalls(
  book: Pick<CallBook, 'call'>,
  appState: () => Pick<AppState, 'policy'>,
): (key: CallKey) => Call | null {
  return (key) => {
    const call = book.call(key);
    return call === null ? null : namedBy(call, appState().policy);
  };
}
