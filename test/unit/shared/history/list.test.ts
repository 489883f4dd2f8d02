import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { calendarDay } from '../../../../src-shared/format/calendar-date.ts';
import { countFilters, filterCalls, FILTERS, type Filter } from '../../../../src-shared/history/filters.ts';
import { layOut } from '../../../../src-shared/history/layout.ts';
import { byNewest, mergeRows } from '../../../../src-shared/history/merge.ts';
import type { HistoryRow } from '../../../../src-shared/history/rows.ts';
import { historyRow } from '../../../fixtures/history.ts';

const NOON = new Date(2026, 0, 13, 12).getTime();
const MINUTE = 60_000;

function call(key: string, minutesBefore: number, change: Partial<HistoryRow> = {}): HistoryRow {
  return historyRow({ key: key as CallKey, startedAt: NOON - minutesBefore * MINUTE, ...change });
}

function missed(key: string, minutesBefore: number, change: Partial<HistoryRow> = {}): HistoryRow {
  return call(key, minutesBefore, { phase: 'missed', ...change });
}

const someRows = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 6_000 }),
      phase: fc.constantFrom('missed' as const, 'completed' as const, 'voicemail' as const),
      direction: fc.constantFrom('inbound' as const, 'outbound' as const),
      number: fc.constantFrom('+33 6 39 98 12 34', '+33 6 39 98 12 35', null),
      hasDeal: fc.boolean(),
      mine: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((calls) => calls.map(({ minutes, ...rest }, n) => call(`call-${n}`, minutes, rest)).sort(byNewest));
const someFilters = fc.subarray([...FILTERS]).map((filters) => new Set<Filter>(filters));

/** The list as text: days, calls, and what is folded. */
function sketch(rows: readonly HistoryRow[], opened: readonly string[] = []): string[] {
  return layOut(rows, new Set(opened as CallKey[])).map((item) => {
    if (item.kind === 'day') return `${item.day}: ${item.calls}`;
    const under = item.under === null ? '' : `under ${item.under} `;
    return `${under}${item.row.key}${item.repeats === null ? '' : ` ×${item.repeats.count}`}`;
  });
}

describe('the list', () => {
  test('has the calls under their days, newest first', () => {
    expect(sketch([call('a', 0), call('b', 10), call('c', 13 * 60)])).toEqual([
      '2026-01-13: 2',
      'a',
      'b',
      '2026-01-12: 1',
      'c',
    ]);
  });

  test('folds missed calls of one number on one day, and opens them', () => {
    const rows = [missed('c', 0), call('x', 5, { number: '+44' }), missed('b', 9), missed('a', 20)];
    expect(sketch(rows)).toEqual(['2026-01-13: 4', 'c ×3', 'x']);
    expect(sketch(rows, ['a'])).toEqual(['2026-01-13: 4', 'c ×3', 'under c b', 'under c a', 'x']);
  });

  test('missed calls of one number fold in any spelling, those of two numbers never do', () => {
    const fold = (...numbers: (string | null)[]) =>
      layOut(
        numbers.map((number, n) => missed(`call-${n}`, n, { number })),
        new Set(),
      ).length - 1;
    expect(fold('+33 6 39 98 12 34', '+33 6 39 98 12 34 ext. 42', '06 39 98 12 34')).toBe(1);
    expect(fold('+54 9 11 1234 5678', '+54 11 1234 5678')).toBe(1);
    expect(fold('+33 6 39 98 12 34', '+49 639 981234')).toBe(2);
    expect(fold(null, null)).toBe(2);
    expect(fold('anonymous', '+266696687')).toBe(2);
  });

  test('a series knows its earlier calls, newest first', () => {
    const [, item] = layOut([missed('c', 0), missed('b', 9), missed('a', 20)], new Set());
    expect(item).toMatchObject({ repeats: { count: 3, earlier: ['b', 'a'], series: 'a' } });
  });

  test('a series stays open when a newer call joins it', () => {
    expect(sketch([missed('d', 0), missed('b', 9), missed('a', 20)], ['a'])[1]).toBe('d ×3');
    expect(sketch([missed('d', 0), missed('b', 9), missed('a', 20)], ['a'])).toHaveLength(4);
  });

  test('a call that was answered in between parts two series', () => {
    const rows = [missed('d', 0), missed('c', 5), call('b', 9), missed('a', 20)];
    expect(sketch(rows)).toEqual(['2026-01-13: 4', 'd ×2', 'b', 'a']);
  });

  test('neither withheld numbers nor calls out fold', () => {
    expect(sketch([missed('b', 0, { number: null }), missed('a', 5, { number: null })])).toHaveLength(3);
    expect(
      sketch([missed('b', 0, { direction: 'outbound' }), missed('a', 5, { direction: 'outbound' })]),
    ).toHaveLength(3);
  });

  test('has every call exactly once when all series are open, each under its own day', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const items = layOut(rows, new Set(rows.map(({ key }) => key)));
        const keys = items.flatMap((item) => (item.kind === 'call' ? [item.row.key] : []));
        expect([...keys].sort()).toEqual(rows.map(({ key }) => key).sort());
        let day = '';
        for (const item of items) {
          if (item.kind === 'day') {
            expect(day === '' || item.day < day).toBe(true);
            day = item.day;
          } else expect(calendarDay(item.row.startedAt)).toBe(day);
        }
      }),
    );
  });

  test('what is folded is counted', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const items = layOut(rows, new Set());
        const shown = items.reduce(
          (sum, item) => sum + (item.kind === 'call' ? (item.repeats?.count ?? 1) : 0),
          0,
        );
        const counted = items.reduce((sum, item) => sum + (item.kind === 'day' ? item.calls : 0), 0);
        expect([shown, counted]).toEqual([rows.length, rows.length]);
      }),
    );
  });
});

describe('filters', () => {
  const rows = [
    missed('m', 0, { mine: false }),
    call('v', 1, { phase: 'voicemail', hasDeal: true, mine: false }),
    call('o', 2, { direction: 'outbound', hasDeal: true }),
    call('no-answer', 3, { phase: 'noAnswer', direction: 'outbound' }),
    call('left', 4, { phase: 'voicemail', direction: 'outbound' }),
  ];
  const keys = (...filters: Filter[]) => filterCalls(rows, new Set(filters)).map(({ key }) => key);

  test('each shows its own, and a call out that reached nobody is no missed call, nor a message', () => {
    expect(keys('missed')).toEqual(['m']);
    expect(keys('voicemail')).toEqual(['v']);
    expect(keys('outbound')).toEqual(['o', 'no-answer', 'left']);
    expect(keys('deal')).toEqual(['v', 'o']);
    expect(keys('mine')).toEqual(['o', 'no-answer', 'left']);
  });

  test('missed and voicemail widen each other, the others narrow', () => {
    expect(keys('missed', 'voicemail')).toEqual(['m', 'v']);
    expect(keys('missed', 'voicemail', 'deal')).toEqual(['v']);
    expect(keys('outbound', 'deal')).toEqual(['o']);
  });

  test('a count says how many calls its filter shows beside the others', () => {
    fc.assert(
      fc.property(someRows, someFilters, (some, filters) => {
        const counts = countFilters(some, filters);
        for (const filter of FILTERS) {
          const others = [...filters].filter(
            (other) => !(['missed', 'voicemail'].includes(filter) && ['missed', 'voicemail'].includes(other)),
          );
          expect(counts[filter]).toBe(filterCalls(some, new Set([...others, filter])).length);
        }
      }),
    );
  });
});

describe('changes', () => {
  test('give the same list as sorting everything anew, and leave untouched rows as they are', () => {
    fc.assert(
      fc.property(someRows, someRows, fc.array(fc.nat(40)), (rows, changed, goneAt) => {
        const gone = goneAt.map((n) => `call-${n}` as CallKey);
        const merged = mergeRows(rows, changed, gone);
        const expected = new Map([...rows, ...changed].map((row) => [row.key, row]));
        for (const key of gone) expected.delete(key);
        expect(merged).toEqual([...expected.values()].sort(byNewest));
        const before = new Set(rows);
        const touched = new Set(changed.map(({ key }) => key));
        expect(merged.every((row) => touched.has(row.key) || before.has(row))).toBe(true);
      }),
    );
  });

  test('none at all leave the very same list', () => {
    const rows = [call('a', 0)];
    expect(mergeRows(rows, [], [])).toBe(rows);
  });
});
