import { numberFormat } from '../../src-shared/format/formats.ts';
import type { Money } from '../../src-shared/card/model.ts';

/** From here on an amount no longer fits its column: "€1.2bn". */
const SHORTEN_FROM = 1e9;
/** And from here on no unit has a name. */
const NAMELESS_FROM = 1e15;

/** "€48,500", "€12.50", "-$300": in its own currency, without cents when whole; a bare number when it has none. */
export function moneyOf({ amount, currency }: Money, locale: string): string {
  const size = Math.abs(amount);
  const notation = size < SHORTEN_FROM ? 'standard' : size < NAMELESS_FROM ? 'compact' : 'scientific';
  return formatOf(amount, currency, locale, notation);
}

/** The same in full, for where there is room. */
export function fullMoneyOf({ amount, currency }: Money, locale: string): string {
  return formatOf(amount, currency, locale, 'standard');
}

type Notation = 'standard' | 'compact' | 'scientific';

function formatOf(amount: number, currency: string | null, locale: string, notation: Notation): string {
  return numberFormat(locale, {
    ...(currency === null ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
    ...(notation === 'standard'
      ? { trailingZeroDisplay: 'stripIfInteger' }
      : { notation, minimumFractionDigits: 0, maximumFractionDigits: 1 }),
  }).format(amount);
}
