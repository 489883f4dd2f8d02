import type { Call } from '../../src-shared/calls/call.ts';
import type { CallBook } from './call-book.ts';

/** The number's calls of the same calendar day by this machine's clock, up to and with the call itself, newest first. */
export function callsOfDay(book: Pick<CallBook, 'callsWith' | 'call'>, call: Call): Call[] {
  const midnight = new Date(call.startedAt).setHours(0, 0, 0, 0);
  return book
    .callsWith(call.number, midnight)
    .flatMap((key) => book.call(key) ?? [])
    .filter(({ startedAt }) => startedAt <= call.startedAt);
}
