import { visibleName } from '../format/visible-text.ts';

/** Signs and words that name one currency, as people write them in place of its ISO 4217 code. */
const CODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EUR: '€ EURO EUROS 978',
    GBP: '£ POUND POUNDS STG 826',
    USD: 'US$ $US USD$ US-DOLLAR USDOLLAR USDOLLARS U.S.DOLLAR U.S.DOLLARS U.S.$ 840',
    CAD: 'CA$ C$ $CA CAD$ CDN$ CDN CAN$ CANADIANDOLLAR CANADIANDOLLARS 124',
    AUD: 'A$ AU$ AUD$ $AU AUSTRALIANDOLLAR AUSTRALIANDOLLARS',
    NZD: 'NZ$ $NZ',
    HKD: 'HK$',
    SGD: 'S$ SG$',
    MXN: 'MX$ MEX$ MXN$',
    BRL: 'R$',
    TWD: 'NT$',
    CHF: 'FR. SFR SFR. FRANKEN SWISSFRANC SWISSFRANCS 756',
    CNY: 'CN¥ RMB 元 人民币',
    JPY: 'JP¥ 円',
    INR: '₹ RS RS.',
    KRW: '₩',
    ILS: '₪',
    VND: '₫',
    RUB: '₽ РУБ РУБ.',
    TRY: '₺ TL',
    UAH: '₴',
    PHP: '₱',
    NGN: '₦',
    THB: '฿',
    PLN: 'ZŁ ZLOTY ZLOTYS',
    CZK: 'KČ',
    HUF: 'FT',
    DKK: 'DKR DKR.',
    SEK: 'SKR',
    NOK: 'NKR',
    RON: 'LEI LEU',
    BGN: 'ЛВ ЛВ.',
  }).flatMap(([code, signs]) => signs.split(' ').map((sign): [string, string] => [sign, code])),
);

const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const MAX_CHARS = 40;
const MAX_SIGN_CHARS = 8;
/** What programs and forms write in the place of none, ISO 4217's own word among them. */
const NONE = /^(?:X{3}|N\/?A|N\.A\.|NONE|NULL|NAN|NIL|UNDEFINED|UNKNOWN|TBD|[^\p{L}\p{Sc}]*)$/u;

/** What an amount is in: an ISO 4217 code, else what was said in its place, such as `$`, which several currencies share. */
export interface Currency {
  readonly currency: string | null;
  readonly sign?: string;
}

/** Reads a code, or the sign or word in its place. */
export function readCurrency(text: string | null): Currency {
  const said = visibleName(text?.normalize('NFKC') ?? '', MAX_CHARS);
  if (said === null) return { currency: null };
  const plain = said.toUpperCase().replaceAll(' ', '');
  const code = CODES.get(plain) ?? codeIn(plain);
  if (code !== null) return { currency: code };
  const sign = NONE.test(plain) ? null : visibleName(said, MAX_SIGN_CHARS);
  return sign === null ? { currency: null } : { currency: null, sign };
}

/** A code alone, or beside signs and words that say the same: "EUR (€)", "GBP - Pound". */
function codeIn(plain: string): string | null {
  if (/^[A-Z]{3}$/.test(plain)) return NONE.test(plain) ? null : plain;
  const [, code = '', rest = ''] = /^([A-Z]{3})(?![A-Z])[^\p{L}\p{Sc}]*(.*?)\)?$/u.exec(plain) ?? [];
  const [, sign = '', last = ''] = /^(\p{Sc})\W*([A-Z]{3})\W*$/u.exec(plain) ?? [];
  if (KNOWN.has(code) && (CODES.get(rest) ?? code) === code) return code;
  return KNOWN.has(last) && (CODES.get(sign) ?? last) === last ? last : null;
}
