import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyAround, readAmount } from '../../../src-shared/allo/amount.ts';
import { readCloseDate } from '../../../src-shared/crm/close-date.ts';
import { readCurrency } from '../../../src-shared/crm/currency.ts';

describe('amounts', () => {
  test.each([
    [25_000, 25_000],
    ['25000.0', 25_000],
    ['25 000,50', 25_000.5],
    ['25\u00A0000,50', 25_000.5],
    ['25\u202F000', 25_000],
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.234.567', 1_234_567],
    ["1'234.50", 1234.5],
    ['1’234', 1234],
    ['12,34,567.5', 1_234_567.5],
    ['1.500', 1500],
    ['1,5', 1.5],
    ['0.125', 0.125],
    ['1234.500', 1234.5],
    ['€1,200', 1200],
    ['1 200 €', 1200],
    ['USD 99.90', 99.9],
    ['-300', -300],
    ['−300', -300],
    ['-$300', -300],
    ['(300)', -300],
    ['1e6', 1_000_000],
    ['２５０００', 25_000],
    ['٢٥٠٠٠', 25_000],
    ["CHF 25'000.-", 25_000],
    ['€ 25.000,-', 25_000],
    ['25.000,–', 25_000],
    ['25k', 25_000],
    ['25 K€', 25_000],
    ['25 T€', 25_000],
    ['k€ 25', 25_000],
    ['25 TEUR', 25_000],
    ['$1.5M', 1_500_000],
    ['1,1 Mio. €', 1_100_000],
    ['2 Mrd', 2_000_000_000],
    ['1.125M', 1_125_000],
    ['1,250k', 1_250_000],
    ['5 tys. zł', 5_000],
    ['5 lakh', 500_000],
    ['25 MXN', 25],
    ['KES 25,000', 25_000],
    ['25 kr', 25],
    ['25 TL', 25],
  ])('%s is %d', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  test.each([
    '',
    ' ',
    '-',
    'soon',
    '1-2',
    '10 to 20',
    '1.2.3',
    '1,23,4',
    '12:30',
    '2026-01-01',
    '25 mil',
    '1e400',
    Infinity,
    null,
    [],
    true,
  ])('%s is none', (text) => {
    expect(readAmount(text)).toBeNull();
  });

  test('an amount that any of our languages writes is read as what it was', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }).map((cents) => cents / 100),
        fc.constantFrom(
          'en-US',
          'fr-FR',
          'es-ES',
          'de-DE',
          'it-IT',
          'pt-BR',
          'nl-NL',
          'de-CH',
          'en-IN',
          'sv-SE',
        ),
        fc.constantFrom(
          {},
          { style: 'currency', currency: 'EUR' } as const,
          { style: 'currency', currency: 'USD' } as const,
        ),
        (amount, locale, style) => {
          const text = new Intl.NumberFormat(locale, {
            minimumFractionDigits: 2,
            maximumFractionDigits: 2,
            ...style,
          }).format(amount);
          expect(readAmount(text), text).toBeCloseTo(amount, 2);
        },
      ),
    );
  });
});

describe('currencies', () => {
  test.each([
    ['25k €', '€'],
    ['CHF 25’000.-', 'CHF'],
    ['1.5M', null],
    ['1e21', null],
    ['25 TEUR', 'EUR'],
    [25, null],
  ])('around the amount "%s" stands %s', (value, currency) => {
    expect(currencyAround(value)).toBe(currency);
  });

  test.each([
    ['EUR', { currency: 'EUR' }],
    [' eur ', { currency: 'EUR' }],
    ['€', { currency: 'EUR' }],
    ['Euro', { currency: 'EUR' }],
    ['£', { currency: 'GBP' }],
    ['CA$', { currency: 'CAD' }],
    ['zł', { currency: 'PLN' }],
    ['R$', { currency: 'BRL' }],
    ['$', { currency: null, sign: '$' }],
    ['kr', { currency: null, sign: 'kr' }],
    ['points', { currency: null, sign: 'points' }],
    ['US Dollar', { currency: 'USD' }],
    ['EUR (€)', { currency: 'EUR' }],
    ['€ EUR', { currency: 'EUR' }],
    ['EUR - Euro', { currency: 'EUR' }],
    ['CAD$', { currency: 'CAD' }],
    ['lei', { currency: 'RON' }],
    ['978', { currency: 'EUR' }],
    ['1234', { currency: null }],
    ['N/A', { currency: null }],
    ['none', { currency: null }],
    ['xxx', { currency: null }],
    ['-', { currency: null }],
    ['', { currency: null }],
    ['\u200B', { currency: null }],
    [null, { currency: null }],
  ])('"%s" is %o', (text, currency) => {
    expect(readCurrency(text)).toEqual(currency);
  });
});

describe('close dates', () => {
  test.each([
    ['2025-06-15T00:00:00', '2025-06-15'],
    ['2025-06-15', '2025-06-15'],
    ['2025-06-15 00:00', '2025-06-15'],
    ['2025/6/5', '2025-06-05'],
    ['20250615', '2025-06-15'],
    ['15.06.2025', '2025-06-15'],
    ['1781481600000', '2026-06-15'],
    ['1781481600', '2026-06-15'],
    ['2028-02-29', '2028-02-29'],
    ['2027-02-31', null],
    ['2027-02-29', null],
    ['31.04.2026', null],
    ['2025-13-45', null],
    ['0001-01-01', null],
    ['1900-01-01', null],
    ['1970-01-01T00:00:00Z', null],
    ['9999-12-31', null],
    ['0', null],
    ['05/06/2026', null],
    ['31/12/2026', '2026-12-31'],
    ['12/31/2026 00:00', '2026-12-31'],
    ['31-12-2026', '2026-12-31'],
    ['06/06/2026', '2026-06-06'],
    ['31/02/2026', null],
    ['1. 2. 2026', '2026-02-01'],
    ['2026-12-31Z', '2026-12-31'],
    ['2026-12-31+01:00', '2026-12-31'],
    ['Dec 31, 2026', '2026-12-31'],
    ['31 December 2026', '2026-12-31'],
    ['31-Dec-2026', '2026-12-31'],
    ['Thu, 31 Dec 2026 00:00:00 GMT', '2026-12-31'],
    ['Feb 31, 2026', null],
    ['Quarter 4 2026', null],
    ['soon', null],
    [null, null],
  ])('%s is the calendar date %s, in every time zone', (text, date) => {
    expect(readCloseDate(text)).toBe(date);
  });

  test('every day of the calendar is read as itself, and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2099 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const two = (n: number) => String(n).padStart(2, '0');
          const text = `${y}-${two(m)}-${two(d)}`;
          const isThere = m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate();
          expect(readCloseDate(text)).toBe(isThere ? text : null);
        },
      ),
    );
  });
});
