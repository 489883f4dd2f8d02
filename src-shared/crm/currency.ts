import { visibleName } from '../format/visible-text.ts';

/** Signs and words that name one currency, as people write them in place of its ISO 4217 code. */
const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EUR: '€ EURO EUROS',
    GBP: '£ POUND POUNDS STG',
    USD: 'US$ $US USD$ US-DOLLAR',
    CAD: 'CA$ C$ $CA CAD$ CDN$',
    AUD: 'A$ AU$ AUD$ $AU',
    NZD: 'NZ$ $NZ',
    HKD: 'HK$',
    SGD: 'S$ SG$',
    MXN: 'MX$ MEX$',
    BRL: 'R$',
    TWD: 'NT$',
    CHF: 'FR. SFR SFR. FRANKEN',
    CNY: 'CN¥ RMB',
    JPY: 'JP¥ 円',
    INR: '₹ RS RS.',
    KRW: '₩',
    ILS: '₪',
    VND: '₫',
    RUB: '₽',
    TRY: '₺ TL',
    UAH: '₴',
    PHP: '₱',
    NGN: '₦',
    THB: '฿',
    PLN: 'ZŁ',
    CZK: 'KČ',
    HUF: 'FT',
    DKK: 'DKR DKR.',
    SEK: 'SKR',
    NOK: 'NKR',
  }).flatMap(([code, signs]) => signs.split(' ').map((sign): [string, string] => [sign, code])),
);

const MAX_SIGN_CHARS = 8;

/** What an amount is in: an ISO 4217 code, else what was said in its place, such as `$`, which several currencies share. */
export interface Currency {
  readonly currency: string | null;
  readonly sign?: string;
}

/** Reads a code, or the sign or word in its place. */
export function readCurrency(text: string | null): Currency {
  const said = visibleName(text?.normalize('NFKC') ?? '', MAX_SIGN_CHARS);
  if (said === null) return { currency: null };
  const plain = said.toUpperCase().replaceAll(' ', '');
  const code = CODES.get(plain) ?? (/^[A-Z]{3}$/.test(plain) ? plain : null);
  return code === null ? { currency: null, sign: said } : { currency: code };
}
