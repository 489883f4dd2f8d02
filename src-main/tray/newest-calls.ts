import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { partyName } from '../../src-shared/card/names.ts';
import { readableNumber } from '../../src-shared/format/phone.ts';
import type { PlaceInOrder } from '../book/order.ts';
import type { NewestCall } from './tray-facts.ts';

const SHOWN = 3;

/** The newest calls as the menu names them. @param heldBefore what began earlier is told by its number alone */
export function newestCalls(
  order: readonly PlaceInOrder[],
  call: (key: CallKey) => Call | null,
  missed: readonly Call[],
  heldBefore: number | null,
): NewestCall[] {
  const isMissed = new Set(missed.map(({ key }) => key));
  return order
    .slice(0, SHOWN)
    .flatMap(({ key }) => call(key) ?? [])
    .map((one) => ({
      key: one.key,
      who: one.startedAt < (heldBefore ?? 0) ? (readableNumber(one.number)?.display ?? null) : partyName(one),
      startedAt: one.startedAt,
      isMissed: isMissed.has(one.key),
    }));
}
