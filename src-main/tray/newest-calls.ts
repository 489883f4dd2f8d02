import type { CallKey } from '../../src-shared/brand.ts';
import type { Call } from '../../src-shared/calls/call.ts';
import { partyName } from '../../src-shared/card/names.ts';
import type { PlaceInOrder } from '../book/order.ts';
import type { NewestCall } from './tray-facts.ts';

const SHOWN = 3;

/** The newest calls as the menu names them. */
export function newestCalls(
  order: readonly PlaceInOrder[],
  call: (key: CallKey) => Call | null,
  missed: readonly Call[],
): NewestCall[] {
  const isMissed = new Set(missed.map(({ key }) => key));
  return order
    .slice(0, SHOWN)
    .flatMap(({ key }) => call(key) ?? [])
    .map((one) => ({
      key: one.key,
      who: partyName(one),
      startedAt: one.startedAt,
      isMissed: isMissed.has(one.key),
    }));
}
