import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../../src-shared/words/answer.ts';
import { dayAndMonth, daysBetween } from '../../../../src-renderer/format/calendar.ts';
import { calendarDay } from '../../../../src-shared/format/calendar-date.ts';
import { closingOf } from '../../../../src-renderer/format/closing.ts';
import { countryName } from '../../../../src-renderer/format/country.ts';
import { countOf, durationOf } from '../../../../src-shared/format/durations.ts';
import { initialsOf } from '../../../../src-renderer/format/initials.ts';
import { agoOf, momentOf, untilOf, whenOf } from '../../../../src-renderer/format/moments.ts';
import { timeThere } from '../../../../src-renderer/format/there.ts';
import { weekdaysOf } from '../../../../src-renderer/format/weekdays.ts';
import { fullMoneyOf, moneyOf } from '../../../../src-renderer/format/money.ts';
import { en } from '../../../../src-shared/words/en.ts';
import { chooseLanguage } from '../../../../src-shared/words/language.ts';

const GB = 'en-GB';
const TODAY = '2026-01-13';
const anyDay = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('money', () => {
  test.each([
    [48_500, 'EUR', '€48,500'],
    [12.5, 'EUR', '€12.50'],
    [0, 'GBP', '£0'],
    [-300, 'USD', '-US$300'],
    [300, 'CAD', 'CA$300'],
    [5_000, 'JPY', 'JP¥5,000'],
    [1_234_567_890, 'EUR', '€1.2bn'],
    [1e18, 'EUR', '€1E18'],
    [99, 'XQZ', 'XQZ 99'],
    [1_500, null, '1,500'],
  ])('%d %s reads %s', (amount, currency, text) => {
    expect(moneyOf({ amount, currency }, GB).replace('\u00a0', ' ')).toBe(text);
  });

  test.each([
    ['$', '$1,500'],
    ['¥', '¥1,500'],
    ['kr', 'kr 1,500'],
    ['points', '1,500 points'],
  ])('that was given with "%s" reads %s', (sign, text) => {
    expect(moneyOf({ amount: 1_500, currency: null, sign }, GB).replaceAll('\u00a0', ' ')).toBe(text);
  });

  test('of two countries that share a sign never looks the same', () => {
    const dollars = ['USD', 'CAD', 'AUD', 'NZD', 'MXN', 'HKD', 'SGD'];
    for (const locale of ['en-GB', 'en-US', 'en-CA', 'fr-FR', 'fr-CA'])
      expect(new Set(dollars.map((currency) => moneyOf({ amount: 5, currency }, locale))).size).toBe(
        dollars.length,
      );
  });

  test('is written as the locale writes it', () => {
    expect(moneyOf({ amount: 48_500, currency: 'EUR' }, 'fr-FR').replace(/\s/gu, ' ')).toBe('48 500 €');
  });

  test('in full says every digit of what the column shortens', () => {
    expect(fullMoneyOf({ amount: 1_234_567_890, currency: 'EUR' }, GB)).toBe('€1,234,567,890');
  });

  test('any amount in any three letters fits its column', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.option(fc.stringMatching(/^[A-Z]{3}$/), { nil: null }),
        (amount, currency) => {
          const text = moneyOf({ amount, currency }, GB);
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(20);
        },
      ),
    );
  });
});

describe('close dates', () => {
  test.each([
    ['2026-01-13', { kind: 'today' }],
    ['2026-01-14', { kind: 'ahead', day: 'tomorrow' }],
    ['2026-01-15', { kind: 'ahead', day: '15 Jan' }],
    ['2026-03-02', { kind: 'ahead', day: '2 Mar' }],
    ['2027-01-15', { kind: 'ahead', day: '15 Jan 2027' }],
    ['2026-01-12', { kind: 'overdue', ago: 'yesterday' }],
    ['2026-01-07', { kind: 'overdue', ago: '6 days ago' }],
    ['2025-10-13', { kind: 'overdue', ago: '3 months ago' }],
    ['2019-03-02', { kind: 'overdue', ago: '6 years ago' }],
  ])('%s seen from 13 January 2026', (date, said) => {
    expect(closingOf(date, TODAY, GB)).toEqual(said);
  });

  test('a date is overdue exactly when it lies before today', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (date, today) => {
        const { kind } = closingOf(date, today, GB);
        expect(kind).toBe(date < today ? 'overdue' : date === today ? 'today' : 'ahead');
      }),
    );
  });
});

describe('calendar', () => {
  test('days are counted by the calendar, whatever summer time does', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
    fc.assert(fc.property(anyDay, anyDay, (a, b) => daysBetween(a, b) === -daysBetween(b, a)));
  });

  test('the local day is this machine’s, at both ends of the day', () => {
    expect(calendarDay(new Date(2026, 0, 5, 0, 0, 0).getTime())).toBe('2026-01-05');
    expect(calendarDay(new Date(2026, 11, 31, 23, 59, 59).getTime())).toBe('2026-12-31');
  });

  test('a calendar date has no zone to slip in', () => {
    expect(dayAndMonth('2026-01-01', GB, true)).toBe('1 Jan 2026');
    expect(dayAndMonth('2026-01-01', 'en-US', false)).toBe('Jan 1');
  });
});

describe('when a call was', () => {
  const now = new Date(2026, 0, 13, 14, 32).getTime();
  const at = (year: number, month: number, day: number) => new Date(year, month, day, 9, 5).getTime();

  test.each([
    [at(2026, 0, 13), '09:05', '09:05'],
    [at(2026, 0, 12), 'yesterday', 'yesterday, 09:05'],
    [at(2026, 0, 9), 'Friday', 'Friday, 09:05'],
    [at(2026, 0, 2), '2 Jan', '2 Jan, 09:05'],
    [at(2024, 2, 12), '12 Mar 2024', '12 Mar 2024, 09:05'],
  ])('%d', (call, short, long) => {
    expect(whenOf(call, now, GB)).toBe(short);
    expect(momentOf(call, now, GB)).toBe(long);
  });

  test('a call from a clock that runs ahead still has its time', () => {
    expect(whenOf(now + 60_000, now, GB)).toBe('14:33');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [4.9, '4 s'],
    [60, '1 min'],
    [330, '5 min 30 s'],
    [3_600, '1 h'],
    [3_905, '1 h 5 min'],
    [-3, '0 s'],
    [Number.NaN, '0 s'],
  ])('%d seconds read %s', (seconds, text) => {
    expect(durationOf(seconds, en.units)).toBe(text);
  });

  test.each([
    [4, '0:04'],
    [125, '2:05'],
    [3_725, '1:02:05'],
  ])('a count of %d shows %s', (seconds, text) => {
    expect(countOf(seconds)).toBe(text);
  });

  test('a count loses no second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
        const read = countOf(seconds)
          .split(':')
          .reduce((sum, part) => sum * 60 + Number(part), 0);
        expect(read).toBe(seconds);
      }),
    );
  });
});

describe('initials', () => {
  test.each([
    ['Philippa Okonkwo', 'PO'],
    ['philippa', 'P'],
    ['Ana María de la Cruz', 'AC'],
    ['🦄 Zoë "Z" Ångström 🎉', 'ZÅ'],
    ['ليلى بنت عبد الرحمن', 'ل'],
    ['株式会社サンプル', '株'],
    ['ßeta Öz', 'SÖ'],
    ['42', null],
    ['🎉', null],
    ['', null],
    [null, null],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test('no name breaks the circle', () => {
    const segmenter = new Intl.Segmenter(GB);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const segments = segmenter.segment(initialsOf(name) ?? '?');
        expect([...segments].length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('countries and languages', () => {
  test('a country has its name, and no country none', () => {
    expect(countryName('FR', GB)).toBe('France');
    expect(countryName('ZZ9', GB)).toBeNull();
    expect(countryName(null, GB)).toBeNull();
  });

  test('dates and money follow the language of the words', () => {
    expect(chooseLanguage(['en-US', 'fr']).locale).toBe('en-US');
    expect(chooseLanguage(['xx-klingon', 'en']).locale).toBe('en');
    expect(chooseLanguage(['de-DE']).locale).toBe('en-GB');
    expect(chooseLanguage([]).words).toBe(en);
  });
});

describe('the time where the caller is', () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const noon = Date.UTC(2026, 0, 13, 12);

  test('is told when clocks differ, in the locale’s own way', () => {
    const elsewhere = here === 'Asia/Tokyo' ? 'Europe/Paris' : 'Asia/Tokyo';
    const time = here === 'Asia/Tokyo' ? '13:00' : '21:00';
    expect(timeThere(noon, elsewhere, GB)).toBe(time);
  });

  test('is not told when it is the same, when nobody knows it, or the zone is none', () => {
    expect(timeThere(noon, here, GB)).toBeNull();
    expect(timeThere(noon, null, GB)).toBeNull();
    expect(timeThere(noon, 'Mars/Base', GB)).toBeNull();
  });
});

test('how long ago is said as a person would', () => {
  const now = new Date(2026, 0, 13, 15, 0).getTime();
  const daysBefore = (days: number) => new Date(2026, 0, 13 - days, 9, 5).getTime();
  expect([0, 1, 2, 60].map((days) => agoOf(daysBefore(days), now, GB))).toEqual([
    '09:05',
    'yesterday',
    '2 days ago',
    '2 months ago',
  ]);
});

test('an end to come is said with its day when that is not today', () => {
  const now = new Date(2026, 0, 13, 15, 0).getTime();
  expect(untilOf(new Date(2026, 0, 13, 15, 30).getTime(), now, GB)).toBe('15:30');
  expect(untilOf(new Date(2026, 0, 14, 8, 0).getTime(), now, GB)).toBe('tomorrow, 08:00');
  expect(untilOf(new Date(2026, 0, 20, 8, 0).getTime(), now, 'fr-FR')).toBe('20 janv., 08:00');
});

test('an answer reads as a person writes it', () => {
  const [english, french] = [chooseLanguage(['en-GB']), chooseLanguage(['fr-FR'])];
  expect([true, false, 4711_0815, 12.5, '06 39', ''].map((value) => answerOf(value, english))).toEqual([
    'Yes',
    'No',
    '47110815',
    '12.5',
    '06 39',
    '',
  ]);
  expect([true, false, -12.5].map((value) => answerOf(value, french))).toEqual(['Oui', 'Non', '-12,5']);
});

test('a week begins where its people begin it', () => {
  expect(weekdaysOf('fr-FR').map(({ long }) => long)[0]).toBe('lundi');
  expect(weekdaysOf('en-US').map(({ day, short }) => `${day} ${short}`)).toEqual([
    '0 Sun',
    '1 Mon',
    '2 Tue',
    '3 Wed',
    '4 Thu',
    '5 Fri',
    '6 Sat',
  ]);
});
