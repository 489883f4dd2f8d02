import type { Money } from '../../src-shared/card/model.ts';

/** Beyond this an amount no longer fits its column and is shortened: "€1.2bn". */
const SHORTEN_FROM = 1e9;

/** "€48,500", "€12.50", "-$300": in its own currency, without cents when whole; a bare number when it has none. */
export function moneyOf({ amount, currency }: Money, locale: string): string {
  const short = Math.abs(amount) >= SHORTEN_FROM;
  return formatOf(amount, currency, locale, short);
}

/** The same in full, for where there is room. */
export function fullMoneyOf({ amount, currency }: Money, locale: string): string {
  return formatOf(amount, currency, locale, false);
}

function formatOf(amount: number, currency: string | null, locale: string, short: boolean): string {
  return new Intl.NumberFormat(locale, {
    ...(currency === null ? {} : { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
    ...(short
      ? { notation: 'compact', maximumFractionDigits: 1 }
      : { trailingZeroDisplay: 'stripIfInteger' }),
  }).format(amount);
}
