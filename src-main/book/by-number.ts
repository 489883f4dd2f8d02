import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { readNumber, sameNumber, tailsFor } from '../../src-shared/format/phone.ts';
import type { CallBook } from './call-book.ts';
import type { Ledger } from './ledger.ts';
import type { PlaceInOrder } from './order.ts';

/**
 * The newest call by the last digits of its number.
 * @param places newest first
 */
export function newestByTail(
  places: readonly PlaceInOrder[],
  eventsOf: (call: CallKey) => readonly { readonly tail: string | null }[],
): ReadonlyMap<string, CallKey> {
  const newest = new Map<string, CallKey>();
  for (const { key } of places)
    for (const { tail } of eventsOf(key)) if (tail !== null && !newest.has(tail)) newest.set(tail, key);
  return newest;
}

interface Parts {
  readonly ledger: () => Ledger;
  readonly call: (key: CallKey) => Call | null;
}

/** The calls of a book by the other party's number. Somebody abroad may have the same last digits. */
export function callsByNumber({ ledger, call }: Parts): Pick<CallBook, 'callsWith' | 'newestCalls'> {
  function callsWith(number: string | null, since = -Infinity, until = Infinity): CallKey[] {
    const tails = tailsFor(number);
    if (tails.length === 0) return [];
    const asked = readNumber(number);
    return ledger()
      .callsWith(tails, since, until)
      .filter((key) => {
        const found = call(key);
        return found === null || sameNumber(readNumber(found.number), asked) !== null;
      });
  }

  return {
    callsWith,
    newestCalls() {
      const newest = ledger().newestCalls();
      return (number) => {
        const [key] = tailsFor(number).flatMap((tail) => newest.get(tail) ?? []);
        if (key === undefined) return null;
        const isSame = sameNumber(readNumber(call(key)?.number), readNumber(number)) !== null;
        return isSame ? key : (callsWith(number)[0] ?? null);
      };
    },
  };
}
