import type { Call } from '../../src-shared/calls/call.ts';
import type { CallBook } from './call-book.ts';

/** The calls of the same calendar day by this machine's clock, up to and with the call itself, newest first. */
export function callsOfDay(book: Pick<CallBook, 'order' | 'call'>, call: Call): Call[] {
  const midnight = new Date(call.startedAt).setHours(0, 0, 0, 0);
  return book
    .order()
    .filter(({ startedAt }) => startedAt >= midnight && startedAt <= call.startedAt)
    .flatMap(({ key }) => book.call(key) ?? []);
}
