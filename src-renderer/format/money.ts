import { numberFormat } from '../../src-shared/format/formats.ts';
import type { Money } from '../../src-shared/card/model.ts';

/** From here on an amount no longer fits its column: "€1.2bn". */
const SHORTEN_FROM = 1e9;
/** And from here on no unit has a name. */
const NAMELESS_FROM = 1e15;

/** By whose symbol a sign is written that several currencies share. */
const SHARED_SIGNS: Readonly<Record<string, string>> = { $: 'USD', '¥': 'JPY', kr: 'SEK' };

/**
 * "€48,500", "€12.50", "-$300": in its own currency, without cents when whole; with the sign that was given where that
 * is all there is, else a bare number.
 */
export function moneyOf(money: Money, locale: string): string {
  const { amount } = money;
  const size = Math.abs(amount);
  const notation = size < SHORTEN_FROM ? 'standard' : size < NAMELESS_FROM ? 'compact' : 'scientific';
  return formatOf(money, locale, notation);
}

/** The same in full, for where there is room. */
export function fullMoneyOf(money: Money, locale: string): string {
  return formatOf(money, locale, 'standard');
}

type Notation = 'standard' | 'compact' | 'scientific';

function formatOf({ amount, currency, sign }: Money, locale: string, notation: Notation): string {
  const shared = sign === undefined || !Object.hasOwn(SHARED_SIGNS, sign) ? undefined : SHARED_SIGNS[sign];
  const text = numberFormat(locale, {
    ...styleOf(currency ?? shared ?? null, shared !== undefined),
    ...(notation === 'standard'
      ? { trailingZeroDisplay: 'stripIfInteger' }
      : { notation, minimumFractionDigits: 0, maximumFractionDigits: 1 }),
  }).format(amount);
  return sign === undefined || shared !== undefined ? text : `${text}\u00A0${sign}`;
}

/** The dollars of two countries look different, unless nobody said which they are; a pound is known by its own sign. */
function styleOf(currency: string | null, isShared: boolean): Intl.NumberFormatOptions {
  if (currency === null) return {};
  const currencyDisplay = isShared || currency === 'GBP' ? 'narrowSymbol' : 'symbol';
  return { style: 'currency', currency, currencyDisplay };
}
