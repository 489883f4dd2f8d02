import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { retryAfterOf } from '../../../../../src-relay/crm/asking/retry-after.ts';

const NOW = Date.UTC(2026, 10, 29, 9, 0, 0);
const DAY = 24 * 3_600_000;

function asked(headers: Readonly<Record<string, string>>): number | null {
  return retryAfterOf({ header: (name) => headers[name] ?? null }, NOW);
}

describe('Retry-After', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['seconds with a fraction', { 'retry-after': '0.25' }, 250],
    ['none', {}, null],
    ['nothing', { 'retry-after': '' }, null],
    ['a date, by this clock', { 'retry-after': 'Sun, 29 Nov 2026 09:00:02 GMT' }, 2000],
    [
      'a date, by the clock of the answer',
      { 'retry-after': 'Sun, 29 Nov 2026 10:30:01 GMT', date: 'Sun, 29 Nov 2026 10:30:00 GMT' },
      1000,
    ],
    ['a date that is past', { 'retry-after': 'Sun, 29 Nov 2026 08:00:00 GMT' }, 0],
    ['a date in the old form', { 'retry-after': 'Sunday, 29-Nov-26 09:00:05 GMT' }, 5000],
    ['longer than a day', { 'retry-after': '999999999' }, DAY],
    ['a date in years', { 'retry-after': 'Mon, 29 Nov 2032 09:00:00 GMT' }, DAY],
    ['below nothing', { 'retry-after': '-5' }, null],
    ['words', { 'retry-after': 'soon' }, null],
    ['a number that is none', { 'retry-after': '1e9' }, null],
  ] as const)('that is %s', (_, headers, ms) => expect(asked(headers)).toBe(ms));
});

test('whatever it says, it is nothing or between now and a day', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((d) => d.toUTCString()),
  );
  fc.assert(
    fc.property(texts, texts, (after, date) => {
      const ms = asked({ 'retry-after': after, date });
      expect(ms === null || (ms >= 0 && ms <= DAY)).toBe(true);
    }),
  );
});
